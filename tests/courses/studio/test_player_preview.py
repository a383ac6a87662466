"""A lesson that is edited, as a learner will meet it in the player."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.models import LessonPage
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def shown(page: LessonPage) -> str:
    response = page.make_preview_request(preview_mode="player")
    assert response.status_code == 200
    return response.content.decode()


def outline_in(html: str) -> list[str]:
    nav = html[html.index('class="player-outline"') :].partition("</nav>")[0]
    return re.findall(r"<a [^>]*dir=\"auto\"[^>]*>([^<]+)</a>", nav)


def test_a_course_never_released_or_published_has_an_outline_of_its_drafts():
    course = make_course(released=False)
    for page in course.page.get_descendants(inclusive=True).specific():
        page.unpublish()
    second = LessonPage.objects.get(pk=course.lessons[1].pk)
    second.title = "Renamed in a draft"
    second.save_revision()
    html = shown(LessonPage.objects.get(pk=course.lessons[0].pk))
    titles = [course.lessons[0].title, "Renamed in a draft", course.quiz.title]
    assert outline_in(html) == titles
    assert "This is how a learner meets the lesson in the player" in html


def test_what_is_typed_is_shown_and_nothing_is_written():
    course = make_course()
    page = course.lessons[0]
    page.title = "Typed just now"
    page.body = [("heading", "A heading just typed")]
    html = shown(page)
    assert "A heading just typed" in html
    assert outline_in(html)[0] == "Typed just now"
    assert Page.objects.get(pk=page.pk).title != "Typed just now"


def test_what_leads_away_is_there_and_inactive():
    course = make_course()
    html = shown(course.lessons[0])
    outline, foot = html.index('"player-outline"'), html.index("Mark as done and continue")
    lesson, (first, second) = html.index('id="lesson-text"'), inert_in(html)
    assert first < outline < lesson < second < foot
    home = reverse("learning:course_home", args=[course.slug])
    assert home not in html[:first] + html[lesson:second]


def inert_in(html: str) -> list[int]:
    """Where each part begins that does nothing."""
    return [found.start() for found in re.finditer("<div inert>", html)]


def test_what_is_retired_is_left_out_unless_it_is_what_is_edited():
    course = make_course()
    one, other = course.lessons
    LessonPage.objects.filter(pk=other.pk).update(retired=True)
    assert other.title not in outline_in(shown(one))
    assert other.title in outline_in(shown(LessonPage.objects.get(pk=other.pk)))


def test_a_lesson_that_was_never_saved_stands_at_the_end_of_its_module(client):
    course = make_course(quiz=False)
    client.force_login(make_user(group="Course authors"))
    body = streamfield([("heading", "Brand new")])
    data = nested_form_data({"title": "Not saved yet", "slug": "not-saved-yet", "body": body})
    data |= {"minutes": "5", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    args = ["courses", "lessonpage", course.module.pk]
    address = reverse("wagtailadmin_pages:preview_on_add", args=args)
    assert client.post(address, data).json()["is_valid"]
    html = client.get(address, {"mode": "player"}).content.decode()
    assert "Brand new" in html
    assert outline_in(html)[-1] == "Not saved yet"
    assert b"Brand new" in client.get(address).content


def test_previews_leave_nothing_in_the_memory_of_what_is_kept(monkeypatch):
    def fail(*args):
        raise AssertionError("kept")

    monkeypatch.setattr("courses.templatetags.kept.freshness.remembered", fail)
    page = make_course().lessons[0]
    kept = Template("{% load kept %}{% kept page=page %}{{ page.slug }}{% endkept %}")
    assert kept.render(Context({"page": page, "is_preview": True})) == page.slug


def test_every_preview_is_offered_on_a_phone_and_on_a_computer(client):
    course = make_course()
    client.force_login(make_user(group="Course authors"))
    for page in (course.page, course.lessons[0]):
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert re.findall(r'data-device-width="(\d+)"', editor) == ["360", "1280"]
    assert "As a learner in the player" in editor
