"""What is edited shows beside the editor, in a frame of our own and of nobody else."""

import pytest
from wagtail.models import Site

from courses.models import CourseIndexPage, ManualPartPage, ModulePage
from home.models import StandardPage
from tests.factories.courses import make_course
from tests.factories.manuals import make_manual

pytestmark = pytest.mark.django_db


def previewed() -> dict[str, object]:
    """Each kind of page and snippet that an author previews."""
    course = make_course(released=False)
    manual = make_manual(course)
    home = Site.objects.get(is_default_site=True).root_page.specific
    return {
        "home": home,
        "text": home.add_child(instance=StandardPage(title="About", slug="about")),
        "catalogue": CourseIndexPage.objects.get(),
        "course": course.page,
        "module": ModulePage.objects.get(pk=course.module.pk),
        "lesson": course.lessons[0],
        "quiz": course.quiz,
        "question": course.questions[0],
        "manual": manual,
        "part of a manual": ManualPartPage.objects.get(slug="cases"),
    }


def test_each_kind_of_page_and_snippet_may_be_framed_by_the_editor() -> None:
    for name, thing in previewed().items():
        response = thing.make_preview_request()
        assert response.status_code == 200, name
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"], name


def test_the_same_page_for_a_visitor_may_be_framed_by_nobody(client) -> None:
    address = make_course().page.get_url()
    assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"]


def test_a_draft_that_was_previewed_is_not_what_visitors_get(client, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # a preview takes the first one
    course = make_course().page
    course.summary = "A draft."
    assert b"A draft." in course.make_preview_request().content
    assert b"A draft." not in client.get(course.get_url()).content
