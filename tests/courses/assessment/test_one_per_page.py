"""One question on a page: each step saves what stands there, and nothing else is touched."""

import pytest
from django.urls import reverse

from courses.models import Attempt
from tests.factories.courses import make_course, publish
from tests.factories.people import make_enrolment
from tests.factories.quiz import response_to, start
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(client) -> Attempt:
    course = make_course(lessons=0, released=False)
    course.quiz.one_per_page = True
    course.quiz = publish(course.quiz)
    course.release()
    attempt = start(course, make_enrolment(course.offering))
    client.force_login(attempt.enrolment.person.user)
    return attempt


def _page(client, attempt, number="") -> str:
    address = reverse("assessment:attempt", args=[attempt.uuid])
    return client.get(address, {"q": number}).content.decode()


def _step(client, attempt, slot: int, to: str, **data) -> str:
    answer = response_to(attempt.paper["slots"][slot - 1], right=True)
    fields = {f"answer-{slot}": answer, f"sequence-{slot}": "0", "go": to, **data}
    address = reverse("assessment:save", args=[attempt.uuid])
    return client.post(address, fields, follow=True).content.decode()


def test_a_learner_goes_from_question_to_question(client, attempt):
    assert "Question 1 of 3" in _page(client, attempt)
    assert "Question 2 of 3" in _step(client, attempt, 1, "2")
    page = _step(client, attempt, 2, "3")
    assert "Question 3 of 3" in page
    assert "Question 1 of 3" not in page
    assert page.count('class="is-answered"') == 2
    assert "Next question" not in page


def test_a_step_leaves_the_other_answers_alone(client, attempt):
    _step(client, attempt, 1, "2")
    first = attempt.responses.get(slot=1).body
    page = _step(client, attempt, 2, "1")
    assert attempt.responses.get(slot=1).body == first
    assert attempt.responses.count() == 2
    assert "Answered on another page" not in page
    assert "checked" in page


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 30, "١", "<script>"])
def test_any_number_leads_to_a_question(client, attempt, number):
    assert "Question " in _page(client, attempt, number)
    assert "<script>alert" not in _step(client, attempt, 1, number)


def test_a_page_costs_the_same_wherever_one_is(client, attempt):
    _page(client, attempt)
    counts = []
    for number in ("1", "3"):
        with counted_queries() as queries:
            _page(client, attempt, number)
        counts.append(len(queries))
    assert counts[0] == counts[1]
