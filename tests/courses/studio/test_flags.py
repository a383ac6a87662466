"""What readers flagged, as the authors of the course see it and deal with it."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.feedback.services import flag
from courses.models import LessonFlag
from tests.factories.courses import SmallCourse, make_course, publish
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/readers/flags/"


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


def flagged(course: SmallCourse, *, note: str = "Which year?", item=None) -> LessonFlag:
    flag(
        enrolment=make_enrolment(course.offering),
        item_uuid=(item or course.lessons[0]).translation_key,
        reason="wrong",
        note=note,
    )
    return LessonFlag.objects.latest("pk")


def test_an_author_sees_what_is_wrong_where_and_the_way_to_mend_it(author):
    course = make_course()
    flagged(course, note="Which year? <b>2024</b>\nOr 2025?")
    page = author.get(LIST).content.decode()
    assert "It is out of date or wrong" in page
    assert "Which year? &lt;b&gt;2024&lt;/b&gt;<br>Or 2025?" in page
    assert reverse("wagtailadmin_pages:edit", args=[course.lessons[0].pk]) in page
    assert "Tell your safeguarding focal point, then delete the note here." in page


def test_the_newest_come_first_and_the_list_has_pages(author):
    course = make_course()
    for number in range(30):
        flagged(course, note=f"Number {number}.")
    first, second = (author.get(LIST, {"page": n}).content.decode() for n in (1, 2))
    assert first.index("Number 29.") < first.index("Number 28.")
    assert "Number 5." in first
    assert "Number 4." in second
    assert "Number 4." not in first


def test_the_list_is_narrowed_to_a_course_and_a_state(author):
    one, other = make_course(), make_course()
    flagged(one, note="Of the one.")
    done = flagged(other, note="Of the other.")
    LessonFlag.objects.filter(pk=done.pk).update(state="done")
    both = author.get(LIST, {"state": "all"}).content.decode()
    assert "Of the one." in both
    assert "Of the other." in both
    assert "Of the other." not in author.get(LIST).content.decode()
    only = author.get(LIST, {"state": "all", "course": other.page.pk}).content.decode()
    assert "Of the one." not in only
    assert "Of the other." in only
    assert author.get(LIST, {"state": "made up", "course": "up"}).status_code == 200


def test_done_leaves_the_list_and_keeps_it_narrowed(author):
    found = flagged(make_course())
    query = f"?course={found.edition.course_id}&state=open"
    response = author.post(reverse("settle_flag", args=[found.pk]) + query)
    assert response.url == LIST + query
    assert LessonFlag.objects.get().state == "done"
    assert LessonFlag.objects.get().note == found.note


def test_a_note_is_deleted_at_once_and_the_flag_stays(author):
    found = flagged(make_course())
    author.post(reverse("delete_flag_note", args=[found.pk]))
    assert (LessonFlag.objects.get().note, LessonFlag.objects.get().state) == ("", "open")


def test_the_newest_of_an_item_that_is_gone_still_shows(author):
    course = make_course()
    lesson = course.lessons[0]
    found = flagged(course)
    lesson.retired = True
    publish(lesson)
    LessonFlag.objects.filter(pk=found.pk).update(item_uuid=course.questions[0].translation_key)
    assert "Which year?" in author.get(LIST).content.decode()


@pytest.mark.parametrize("group", ["Certificate registrars", "Facilitators", ""])
def test_who_edits_no_course_sees_no_flag(client, group):
    found = flagged(make_course())
    client.force_login(make_user(group=group))
    assert client.get(LIST).status_code == 302
    for name in ("settle_flag", "delete_flag_note"):
        assert client.post(reverse(name, args=[found.pk])).status_code == 302
    assert LessonFlag.objects.get().note == found.note


def test_who_edits_another_part_of_the_tree_sees_none_of_this_one(client):
    mine, others = make_course(), make_course()
    group = Group.objects.get(name="Course authors")
    GroupPagePermission.objects.filter(group=group).update(page=mine.page)
    found = flagged(others)
    client.force_login(make_user(group="Course authors"))
    assert "Which year?" not in client.get(LIST).content.decode()
    assert client.post(reverse("settle_flag", args=[found.pk])).status_code == 404
    assert others.page.title not in client.get("/admin/").content.decode()


def test_a_course_that_cannot_be_is_no_choice(author):
    flagged(make_course())
    for number in ("9" * 19, "x", ""):
        answer = author.get(LIST, {"course": number})
        assert answer.status_code == 200
        assert "It is out of date or wrong" in answer.content.decode()
