"""An attempt is in one language, and stays in it."""

import pytest

from courses.assessment.outcome import hand_in
from courses.assessment.pages import questions_of
from courses.learning.services import change_language
from courses.models import Attempt
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment
from tests.factories.quiz import answer_all, start
from tests.factories.translations import translate_course, translate_question

pytestmark = pytest.mark.django_db


def enrolled(course, locale="fr"):
    enrolment = make_enrolment(course.offering)
    enrolment.locale = locale
    enrolment.save()
    return enrolment


def prompts(attempt: Attempt) -> str:
    attempt.refresh_from_db()
    return " ".join(question.body["prompt"] for question in questions_of(attempt))


def test_it_is_in_the_language_of_the_learner_where_every_question_is(client):
    course = make_course()
    translate_course(course)
    attempt = start(course, enrolled(course))
    assert attempt.locale == "fr"
    assert prompts(attempt).count("<p>fr ") == 3
    assert attempt.paper["title"] == f"fr {course.quiz.title}"
    client.force_login(attempt.enrolment.person.user)
    page = client.get(f"/attempts/{attempt.uuid}/").content.decode()
    assert 'lang="fr"' in page
    assert "An attempt keeps the language" not in page


def test_it_is_in_the_source_where_one_question_is_not_translated(client):
    course = make_course()
    for question in course.questions[1:]:
        translate_question(question)
    attempts = [start(course, enrolled(course)) for _ in range(8)]
    assert {attempt.locale for attempt in attempts} <= {"en", "fr"}
    for attempt in attempts:
        said = prompts(attempt)
        assert said.count("<p>fr ") == (3 if attempt.locale == "fr" else 0)


def test_what_is_translated_meanwhile_does_not_change_a_running_attempt(client):
    course = make_course()
    attempt = start(course, enrolled(course))
    before = prompts(attempt)
    translate_course(course)
    assert attempt.locale == "en"
    assert prompts(attempt) == before
    client.force_login(attempt.enrolment.person.user)
    page = client.get(f"/attempts/{attempt.uuid}/").content.decode()
    assert "These questions are in English. An attempt keeps the language" in page


def test_who_changes_language_finds_the_attempt_as_it_was():
    course = make_course()
    translate_course(course)
    attempt = start(course, enrolled(course))
    before = prompts(attempt)
    change_language(enrolment=attempt.enrolment, locale="en")
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert start(course, attempt.enrolment).pk == attempt.pk
    assert prompts(attempt) == before
    graded = answer_all(attempt, right=True)
    assert graded.locale == "fr"


def test_the_next_attempt_is_in_the_new_language():
    course = make_course()
    translate_course(course)
    attempt = start(course, enrolled(course, "en"))
    assert attempt.locale == "en"
    change_language(enrolment=attempt.enrolment, locale="fr")
    hand_in(attempt=answer_all(attempt, right=False))
    enrolment = type(attempt.enrolment).objects.get(pk=attempt.enrolment_id)
    assert start(course, enrolment).locale == "fr"
