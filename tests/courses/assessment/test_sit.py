"""Sitting a quiz over HTTP: saved at once, garbage refused in words, nothing half-changed."""

import json
import uuid
from urllib.parse import urlencode

import pytest

from courses.models import Attempt, EditionQuestion, Response
from tests.factories.courses import make_course, make_question
from tests.factories.people import make_enrolment
from tests.factories.quiz import answer_all, response_to, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(client):
    course = make_course()
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    return start(course, enrolment)


def _save(browser, attempt, **changes):
    slot = attempt.paper["slots"][0]
    message = {
        "slot": 1,
        "answer": [["", slot["order"][0]]],
        "client": str(uuid.uuid4()),
        "sequence": 1,
        **changes,
    }
    return browser.post(
        f"/attempts/{attempt.uuid}/save/", json.dumps(message), content_type="application/json"
    )


def test_an_answer_is_saved_at_once_and_found_again(client, attempt):
    assert _save(client, attempt).status_code == 204
    page = client.get(f"/attempts/{attempt.uuid}/").content.decode()
    assert page.count(" checked") == 1


def test_an_older_answer_than_the_one_kept_is_told_the_newer(client, attempt):
    newer, other = attempt.paper["slots"][0]["order"][:2]
    _save(client, attempt, sequence=7)
    response = _save(client, attempt, sequence=3, answer=[["", other]])
    assert (response.status_code, response.json()) == (
        409,
        {"sequence": 7, "answer": [["", newer]]},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"slot": 99},
        {"slot": "1"},
        {"slot": None},
        {"answer": "x"},
        {"answer": [["", "not on offer"]]},
        {"answer": [["no such part", "a"]]},
        {"answer": [1]},
        {"answer": [["a"]]},
        {"client": "me"},
        {"client": None},
        {"sequence": -1},
        {"sequence": 2**70},
        {"sequence": "1"},
        {"sequence": 1.5},
    ],
)
def test_garbage_is_refused_in_words_and_changes_nothing(client, attempt, changes):
    response = _save(client, attempt, **changes)
    assert response.status_code == 400
    assert "Reload the page" in response.json()["error"]
    assert not Response.objects.exists()


@pytest.mark.parametrize("body", ["[" * 100_000, "[]", "null", "{", "\x00", '{"slot": 1}'])
def test_a_body_that_is_no_message(client, attempt, body):
    response = client.post(f"/attempts/{attempt.uuid}/save/", body, content_type="application/json")
    assert response.status_code == 400


def test_an_answer_of_ten_megabytes(client, attempt):
    response = _save(client, attempt, answer=["x" * 10_000_000])
    assert response.status_code == 413
    assert "too large" in response.json()["error"]
    assert not Response.objects.exists()


def test_a_form_of_ten_megabytes(client, attempt):
    response = client.post(
        f"/attempts/{attempt.uuid}/save/",
        urlencode({"answer-1": "x" * 10_000_000}),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
    assert not Response.objects.exists()


def test_a_quiz_whose_questions_are_gone_says_so(client):
    course = make_course()
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    EditionQuestion.objects.filter(edition=enrolment.edition).delete()
    response = client.post(f"/learn/{course.slug}/{course.quiz.slug}/quiz/start/", follow=True)
    assert "This quiz cannot be drawn." in response.content.decode()
    assert not Attempt.objects.exists()


def test_without_javascript_the_form_saves_and_the_check_shows_what_is_open(client, attempt):
    first = attempt.paper["slots"][0]
    data = {"answer-1": response_to(first, right=True), "sequence-1": "0", "check": "1"}
    response = client.post(f"/attempts/{attempt.uuid}/save/", data)
    assert response.url == f"/attempts/{attempt.uuid}/check/"
    page = client.get(response.url)
    assert page.context["unanswered"] == [2, 3]


@pytest.mark.parametrize(
    "data",
    [{"answer-1": "?"}, {"sequence-1": "-1"}, {"sequence-1": "ⅷ"}, {"sequence-1": "9" * 5000}],
)
def test_a_form_with_garbage_changes_nothing(client, attempt, data):
    response = client.post(f"/attempts/{attempt.uuid}/save/", data, follow=True)
    assert "nothing was changed" in response.content.decode()
    assert not Response.objects.exists()


def test_who_comes_back_from_signing_in_again_is_led_to_the_paper(client, attempt):
    save, submit = (f"/attempts/{attempt.uuid}/{verb}/" for verb in ("save", "submit"))
    assert client.get(save).url == f"/attempts/{attempt.uuid}/"
    assert client.get(submit).url == f"/attempts/{attempt.uuid}/check/"
    assert Attempt.objects.get().state == "in_progress"


def test_handing_in_twice_shows_the_one_result(client, attempt):
    answer_all(attempt, right=True)
    for _click in range(2):
        response = client.post(f"/attempts/{attempt.uuid}/submit/")
        assert response.url == f"/attempts/{attempt.uuid}/result/"
    assert Attempt.objects.get().score == 100
    assert _save(client, attempt).status_code == 410
    late = client.post(f"/attempts/{attempt.uuid}/save/", {}, follow=True)
    assert "already handed in" in late.content.decode()


def test_after_a_fail_the_weak_objectives_show_and_no_answers(client, attempt):
    answer_all(attempt, right=False)
    page = client.post(f"/attempts/{attempt.uuid}/submit/", follow=True)
    text = page.content.decode()
    assert "Define a child" in text
    assert "Because right" not in text
    assert page.context["questions"] == []


def test_after_a_pass_the_feedback_shows(client, attempt):
    answer_all(attempt, right=True)
    page = client.post(f"/attempts/{attempt.uuid}/submit/", follow=True)
    assert "Because right" in page.content.decode()


def test_a_wrong_critical_answer_is_explained(client):
    course = make_course(released=False)
    for question in course.questions:
        question.critical = True
        question.save()
    for _extra in range(2):
        make_question(course.bank)
    course.release()
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    attempt = answer_all(start(course, enrolment), right=False)
    page = client.post(f"/attempts/{attempt.uuid}/submit/", follow=True)
    assert page.context["critical_failed"]


def test_a_learner_who_must_wait_is_told_until_when_in_their_own_time(client, attempt):
    course_slug = attempt.enrolment.offering.course.slug
    item = attempt.enrolment.edition.items.get(kind="quiz").slug
    address = f"/learn/{course_slug}/{item}/quiz/"
    client.post(f"/attempts/{attempt.uuid}/submit/")
    second = client.post(f"{address}start/")
    client.post(f"{second.url}submit/")
    page = client.get(address)
    assert not page.context["may_start"]
    assert "Nairobi" in page.content.decode()
    refused = client.post(f"{address}start/", follow=True)
    assert "cannot start an attempt now" in refused.content.decode()
    assert Attempt.objects.count() == 2
