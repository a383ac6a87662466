"""Handing in: graded once, with the completion and the certificate in the same transaction."""

import pytest

from certificates.models import Certificate
from courses.assessment import services, support
from courses.assessment.services import CannotStart
from courses.learning.services import mark_done
from courses.models import Attempt, Completion, ItemProgress, RetryGrant
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db


def test_a_pass_after_the_lessons_completes_the_course():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    for lesson in course.lessons:
        mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    graded = services.submit(attempt=answer_all(start(course, enrolment), right=True))
    assert (graded.score, graded.passed) == (100, True)
    assert Completion.objects.get().score == 100
    assert Certificate.objects.count() == 1


def test_a_fail_ticks_nothing_and_names_the_weak_objectives():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    graded = services.submit(attempt=answer_all(start(course, enrolment), right=False))
    assert (graded.score, graded.passed) == (0, False)
    assert graded.result["weak"] == ["1.1"]
    assert not ItemProgress.objects.exists()


def test_handing_in_twice_is_handing_in_once():
    course = make_course()
    attempt = answer_all(start(course, make_enrolment(course.offering)), right=True)
    first = services.submit(attempt=attempt)
    second = services.submit(attempt=attempt)
    assert first.graded_at == second.graded_at
    assert ItemProgress.objects.count() == 1


def test_starting_again_finds_the_running_attempt():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    assert start(course, enrolment) == start(course, enrolment)
    assert Attempt.objects.count() == 1


def test_the_next_attempt_prefers_unseen_questions():
    course = make_course()  # draws 3 of 6
    enrolment = make_enrolment(course.offering)
    papers = []
    for _number in range(2):
        attempt = start(course, enrolment)
        papers.append({slot["question"] for slot in attempt.paper["slots"]})
        services.submit(attempt=attempt)
    assert not papers[0] & papers[1]


def test_attempts_end_until_a_facilitator_grants_one():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    services.submit(attempt=start(course, enrolment))
    services.submit(attempt=start(course, enrolment))
    with pytest.raises(CannotStart):  # the waiting time
        start(course, enrolment)
    quiz = course.quiz.translation_key
    support.grant_attempt(enrolment=enrolment, item_uuid=quiz, reason="We talked.", by=make_user())
    services.submit(attempt=start(course, enrolment))
    assert RetryGrant.objects.get().reason == "We talked."
    services.submit(attempt=_granted(course, enrolment))
    with pytest.raises(CannotStart):
        start(course, enrolment)


def _granted(course, enrolment) -> Attempt:
    quiz = course.quiz.translation_key
    support.grant_attempt(enrolment=enrolment, item_uuid=quiz, reason="Again.", by=None)
    return start(course, enrolment)


def test_an_edit_by_the_author_does_not_touch_a_running_paper():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    attempt = start(course, enrolment)
    before = attempt.paper
    for question in course.questions:
        question.body[0].value["choices"][0]["correct"] = False
        question.body[0].value["choices"][1]["correct"] = True
        question.save_revision().publish()
    course.quiz.pass_mark = 100
    course.quiz.save_revision().publish()
    course.release()
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert attempt.paper == before
    assert services.submit(attempt=answer_all(attempt, right=True)).score == 100
