"""A learner without attempts asks for another one; a facilitator sees it and grants it."""

import pytest
from django.urls import reverse

from courses.assessment import services, support
from courses.models import AttemptRequest
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment, make_person
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    small = make_course(lessons=0, released=False)
    small.quiz.wait_hours = 0
    small.quiz = publish(small.quiz)
    small.release()
    return small


@pytest.fixture
def enrolment(course):
    return make_enrolment(course.offering, make_person())


def _fail(course, enrolment, times: int) -> None:
    for _ in range(times):
        services.submit(attempt=answer_all(start(course, enrolment), right=False))


def _ask(client, course, enrolment):
    client.force_login(enrolment.person.user)
    return client.post(reverse("assessment:ask", args=[course.slug, course.quiz.slug]), follow=True)


def test_who_has_none_left_asks_once(client, course, enrolment):
    _fail(course, enrolment, 3)
    quiz = reverse("assessment:quiz", args=[course.slug, course.quiz.slug])
    client.force_login(enrolment.person.user)
    assert "Ask for another attempt" in client.get(quiz).content.decode()
    for _ in range(2):
        page = _ask(client, course, enrolment).content.decode()
    assert "sees that you asked" in page
    assert "Ask for another attempt" not in page
    assert AttemptRequest.objects.count() == 1


def test_who_may_start_anyway_need_not_ask(client, course, enrolment):
    page = _ask(client, course, enrolment).content.decode()
    assert "You need not ask" in page
    assert not AttemptRequest.objects.exists()


def test_a_grant_answers_the_request(course, enrolment):
    _fail(course, enrolment, 3)
    quiz = course.quiz.translation_key
    request = support.ask_for_attempt(enrolment=enrolment, item_uuid=quiz)
    support.grant_attempt(enrolment=enrolment, item_uuid=quiz, reason="We talked.", by=None)
    request.refresh_from_db()
    assert request.answered_at
    _fail(course, enrolment, 1)
    assert support.ask_for_attempt(enrolment=enrolment, item_uuid=quiz).pk != request.pk


def test_more_attempts_answer_the_request(course, enrolment):
    _fail(course, enrolment, 3)
    request = support.ask_for_attempt(enrolment=enrolment, item_uuid=course.quiz.translation_key)
    support.accommodate(enrolments=[enrolment], by=None, reason="So.", extra_attempts=1)
    request.refresh_from_db()
    assert request.answered_at
