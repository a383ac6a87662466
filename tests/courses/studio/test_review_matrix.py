"""What learners see of an attempt and when: ticked by authors in the editor of a quiz."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.catalogue.review import PARTS, PHASES, show_everything
from courses.models import QuizPage
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(client) -> QuizPage:
    client.force_login(make_user("author", group="Course authors"))
    return make_course().quiz


def _post(client, quiz: QuizPage, **ticks):
    data = {
        "title": quiz.title,
        "slug": quiz.slug,
        "intro": rich_text("<p>Hello</p>"),
        "blueprint": streamfield([]),
        "purpose": "counted",
        "pass_mark": 80,
        "time_limit_minutes": 0,
        "attempts_allowed": 3,
        "wait_after_attempt": 2,
        "wait_hours": 24,
        "feedback_when": "after_pass",
        "minutes": 5,
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    return client.post(address, nested_form_data({**data, **ticks}))


def test_every_box_stands_in_the_editor(client, quiz):
    page = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    for phase in PHASES:
        for part in PARTS:
            assert f'name="review-{phase}-{part}"' in page


def test_what_is_ticked_is_kept(client, quiz):
    assert _post(client, quiz, **{"review-later-score": "on"}).status_code == 302
    draft = QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()
    assert draft.review == {**dict.fromkeys(PHASES, []), "later": ["score"]}


def test_a_new_quiz_shows_everything_afterwards_and_nothing_before(quiz):
    assert quiz.review == show_everything()
    assert quiz.review["during"] == []
    assert quiz.review["later"] == list(PARTS)
