"""Something wrong in a lesson: told in a minute, without a name, and not too often."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.feedback.services import forget_words
from courses.models import LessonFlag
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment

pytestmark = pytest.mark.django_db

WRONG = {"reason": "wrong", "note": "The year is 2024."}


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def learner(client, course):
    client.force_login(make_enrolment(course.offering).person.user)
    return client


def address_of(course, item=None) -> str:
    return reverse("feedback:flag", args=[course.slug, (item or course.lessons[0]).slug])


def test_a_lesson_links_to_the_form_and_the_form_says_what_it_is_not_for(learner, course):
    lesson = learner.get(reverse("learning:item", args=[course.slug, course.lessons[0].slug]))
    assert address_of(course) in lesson.content.decode()
    page = learner.get(address_of(course)).content.decode()
    assert "This is not a place to report a concern about a child or a colleague." in page
    assert "Do not enter details of a real case, a real child or a real colleague." in page
    assert reverse("home:worried") in page
    assert page.index("not a place to report") < page.index("<textarea")


def test_what_is_kept_is_what_is_wrong_and_where_but_not_who_says_so(learner, course):
    response = learner.post(address_of(course), WRONG, follow=True)
    assert "Thank you." in response.content.decode()
    flag = LessonFlag.objects.get()
    assert (flag.reason, flag.note, flag.state) == ("wrong", "The year is 2024.", "open")
    assert flag.item_uuid == course.lessons[0].translation_key
    assert (flag.edition.number, flag.locale) == (1, "en")
    assert {field.name for field in LessonFlag._meta.get_fields()} == {
        "id",
        "edition",
        "item_uuid",
        "locale",
        "reason",
        "note",
        "created_on",
        "state",
    }


def test_a_quiz_may_be_flagged_and_an_item_that_is_not_there_may_not(learner, course):
    assert learner.post(address_of(course, course.quiz), WRONG).status_code == 302
    assert learner.get(address_of(course, course.module)).status_code == 404
    assert LessonFlag.objects.get().item_uuid == course.quiz.translation_key


def test_the_note_may_be_missing_but_not_the_reason(learner, course):
    assert learner.post(address_of(course), {"reason": "unclear"}).status_code == 302
    page = learner.post(address_of(course), {"note": "Hm."})
    assert page.status_code == 200
    assert 'href="#id_reason"' in page.content.decode()
    assert LessonFlag.objects.count() == 1


def test_a_line_break_counts_as_one_character_of_500(learner, course):
    note = "\r\n".join(["x" * 249, "y" * 250])
    assert learner.post(address_of(course), WRONG | {"note": note}).status_code == 302
    assert learner.post(address_of(course), WRONG | {"note": note + "z"}).status_code == 200
    assert len(LessonFlag.objects.get().note) == 500


def test_a_second_click_counts_once_and_other_words_count_again(learner, course):
    for _ in range(3):
        assert learner.post(address_of(course), WRONG).status_code == 302
    assert LessonFlag.objects.count() == 1
    learner.post(address_of(course), WRONG | {"note": "And the source is missing."})
    learner.post(address_of(course, course.lessons[1]), WRONG)
    assert LessonFlag.objects.count() == 3


def test_the_same_words_of_two_people_are_two_flags(learner, course, client):
    learner.post(address_of(course), WRONG)
    client.force_login(make_enrolment(course.offering).person.user)
    client.post(address_of(course), WRONG)
    assert LessonFlag.objects.count() == 2


def test_after_ten_in_a_day_one_is_thanked_and_asked_to_come_back(learner, course):
    for number in range(10):
        learner.post(address_of(course), WRONG | {"note": str(number)})
    refused = learner.post(address_of(course), WRONG | {"note": "eleven"})
    assert refused.status_code == 429
    assert "You have told us a lot today" in refused.content.decode()
    assert "eleven" in refused.content.decode()
    assert LessonFlag.objects.count() == 10
    again = learner.post(address_of(course), WRONG | {"note": "eleven"})
    assert again.status_code == 429


def test_what_could_not_be_kept_may_be_sent_again(learner, course, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("no database today")

    with monkeypatch.context() as patch:
        patch.setattr(LessonFlag.objects, "create", broken)
        with pytest.raises(RuntimeError):
            learner.post(address_of(course), WRONG)
    learner.post(address_of(course), WRONG)
    assert LessonFlag.objects.count() == 1


def test_notes_are_deleted_after_a_year_and_the_flag_stays(learner, course):
    learner.post(address_of(course), WRONG)
    today = timezone.localdate()
    assert forget_words(today=today + timedelta(days=365)) == 0
    assert forget_words(today=today + timedelta(days=366)) == 1
    assert forget_words(today=today + timedelta(days=366)) == 0
    assert LessonFlag.objects.get().note == ""
