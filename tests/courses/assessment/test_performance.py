"""What the bank is told of a question: over all quizzes, editions and languages together."""

from uuid import uuid4

import pytest

from courses.assessment.statistics import sums_of
from courses.assessment.tallies import mark_stale, performance_of
from courses.models import QuestionTally, QuestionVersion, TallyState
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

GOOD = [(1000, 900), (1000, 700), (1000, 800), (0, 300), (0, 200), (0, 400)]


def make_version(**fields) -> QuestionVersion:
    defaults = {"question_uuid": uuid4(), "number": 1, "bodies": {}, "body_hash": ""}
    return QuestionVersion.objects.create(**{**defaults, **fields})


def tally(version: QuestionVersion, answers, *, locale: str = "en") -> None:
    sums = sums_of(answers)
    QuestionTally.objects.create(
        item_uuid=uuid4(),
        edition=1,
        version=version,
        question_uuid=version.question_uuid,
        locale=locale,
        n=sums.n,
        x=sums.x,
        xx=sums.xx,
        y=sums.y,
        yy=sums.yy,
        xy=sums.xy,
    )


def test_quizzes_versions_and_languages_are_taken_together_in_one_query():
    first = make_version()
    second = make_version(question_uuid=first.question_uuid, number=2)
    other = make_version()
    tally(first, GOOD)
    tally(second, [(1000, 600)] * 6, locale="es")
    tally(other, GOOD)
    with counted_queries() as queries:
        found = performance_of([first.question_uuid, other.question_uuid, uuid4()])
    assert len(queries) == 1
    assert found.keys() == {first.question_uuid, other.question_uuid}
    answers, facility, discrimination = found[first.question_uuid]
    assert (answers, facility) == (12, 0.75)
    assert discrimination == pytest.approx(found[other.question_uuid].discrimination)
    assert discrimination > 0.9


def test_of_a_few_answers_nothing_is_told():
    version = make_version()
    tally(version, GOOD[:4])
    assert performance_of([version.question_uuid]) == {}
    tally(version, GOOD, locale="fr")
    assert performance_of([version.question_uuid])[version.question_uuid].answers == 6


def test_a_quiz_is_marked_once_however_often():
    quiz = uuid4()
    mark_stale(quiz)
    mark_stale(quiz)
    assert TallyState.objects.get().is_stale
