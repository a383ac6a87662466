"""A quiz may tell, while one answers, whether an answer is right; it then stands as it is."""

import uuid

import pytest
from django.urls import reverse

from courses.assessment import rules, services
from courses.models import Attempt
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment
from tests.factories.quiz import response_to, start

pytestmark = pytest.mark.django_db
SHOWN = ["answer", "correctness", "feedback"]


@pytest.fixture
def course():
    small = make_course(lessons=0, released=False)
    small.quiz.review = {**small.quiz.review, "during": SHOWN}
    small.quiz = publish(small.quiz)
    small.release()
    return small


@pytest.fixture
def attempt(client, course) -> Attempt:
    attempt = start(course, make_enrolment(course.offering))
    client.force_login(attempt.enrolment.person.user)
    return attempt


def _check(client, attempt, *, right: bool, slot: int = 1) -> str:
    answer = response_to(attempt.paper["slots"][slot - 1], right=right)
    data = {f"answer-{slot}": answer, "check_one": slot}
    address = reverse("assessment:save", args=[attempt.uuid])
    return client.post(address, data, follow=True).content.decode()


def test_an_answer_is_checked_when_its_learner_asks(client, attempt):
    page = client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()
    assert page.count("Check this answer") == 3
    page = _check(client, attempt, right=False)
    assert page.count("Check this answer") == 2
    assert "Not quite" in page
    assert "You chose this. It is not right." in page
    assert "This is right." not in page  # the right answer is not among what is shown


def test_a_checked_answer_stands(client, attempt):
    _check(client, attempt, right=False)
    before = attempt.responses.get(slot=1).body
    right = response_to(attempt.paper["slots"][0], right=True)
    kept = services.save_response(
        attempt=attempt, slot=1, body=right, client_uuid=uuid.uuid4(), sequence=99
    )
    assert not kept
    client.post(reverse("assessment:save", args=[attempt.uuid]), {"answer-1": right})
    assert attempt.responses.get(slot=1).body == before


def test_what_is_not_answered_is_not_checked(client, attempt):
    address = reverse("assessment:save", args=[attempt.uuid])
    for slot in ("1", "99", "x", "1" * 50, "١"):
        page = client.post(address, {"check_one": slot}, follow=True).content.decode()
        assert "Answer the question first" in page
    assert not attempt.responses.filter(checked_at__isnull=False).exists()


def test_a_quiz_that_does_not_tell_checks_nothing(client):
    course = make_course(lessons=0)
    attempt = start(course, make_enrolment(course.offering))
    client.force_login(attempt.enrolment.person.user)
    assert "Not quite" not in _check(client, attempt, right=False)
    assert not attempt.responses.filter(checked_at__isnull=False).exists()


def test_a_pre_test_tells_nothing_whatever_is_ticked():
    settings = {"purpose": "pre_test", "review": {"during": SHOWN}}
    assert rules.shown_during(settings) == frozenset()


def test_a_score_that_is_not_shown_stands_nowhere(client):
    course = make_course(lessons=0, released=False)
    course.quiz.review = {**course.quiz.review, "right_after": ["answer"]}
    course.quiz = publish(course.quiz)
    course.release()
    attempt = services.submit(attempt=start(course, make_enrolment(course.offering)))
    client.force_login(attempt.enrolment.person.user)
    for name, args in (
        ("assessment:quiz", [course.slug, course.quiz.slug]),
        ("assessment:result", [attempt.uuid]),
    ):
        assert "0%" not in client.get(reverse(name, args=args)).content.decode().replace("80%", "")
