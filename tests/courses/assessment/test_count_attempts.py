"""Counting attempts: each exactly once, in whatever order, interrupted or by two at once."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection

from courses.assessment import folding
from courses.assessment.folding import count_attempts, recompute
from courses.assessment.services import submit
from courses.assessment.tallies import mark_stale
from courses.models import Attempt, QuestionTally, QuizTally, Response, TallyState
from tests.at_once import at_once
from tests.crowd import make_crowd
from tests.factories.attempts import make_attempts
from tests.factories.courses import SmallCourse, make_course
from tests.factories.people import make_enrolment
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db
COUNTED = ("n", "blank", "right", "x", "xx", "y", "yy", "xy", "bands", "picks", "seconds")


@pytest.fixture
def course() -> SmallCourse:
    return make_course()


def take(course: SmallCourse, learners: int, **fields) -> list[Attempt]:
    crowd = make_crowd(course.offering, learners, prefix=f"crowd{next(_numbers)}-")
    return make_attempts(course.quiz.translation_key, crowd, **fields)


_numbers = count(1)


def totals() -> tuple[list, list]:
    """Everything that is counted, in a fixed order."""
    quizzes = QuizTally.objects.order_by("item_uuid", "edition", "locale")
    questions = QuestionTally.objects.order_by("item_uuid", "edition", "version", "locale")
    return (
        list(quizzes.values_list("item_uuid", "edition", "locale", "n", "scores", "numbers")),
        list(questions.values_list("item_uuid", "edition", "version", "locale", *COUNTED)),
    )


def test_what_a_learner_did_stands_in_the_totals(course):
    enrolment = make_enrolment(course.offering)
    failed = submit(attempt=answer_all(start(course, enrolment), right=False))
    submit(attempt=answer_all(start(course, enrolment), right=True))
    start(course, make_enrolment(course.offering))  # not handed in
    assert count_attempts() == 2
    quiz = QuizTally.objects.get()
    assert (quiz.item_uuid, quiz.edition, quiz.locale, quiz.n) == (failed.item_uuid, 1, "en", 2)
    assert quiz.scores == {"0": [1], "100": [1]}
    assert quiz.numbers == {"1": [1, 0], "2": [1, 1]}
    assert sum(row.n for row in QuestionTally.objects.all()) == 6
    slot = failed.paper["slots"][0]
    wrong = failed.responses.get(slot=1).body
    row = QuestionTally.objects.get(version=slot["version"])
    assert (
        row.question_uuid
        == failed.enrolment.edition.questions.get(version=slot["version"]).question_uuid
    )
    assert row.picks[wrong] == [1, 0, 0]


def test_points_rest_bands_and_times_of_one_attempt_by_hand(course):
    """Right, wrong and no answer: the rest of the right one is 0, of the others 1/2."""
    attempt = answer_all(start(course, make_enrolment(course.offering)), right=True)
    first, second, third = attempt.paper["slots"]
    wrong = next(key for key in second["order"] if key != attempt.responses.get(slot=2).body)
    moment = attempt.started_at
    for slot, seconds in ((1, 12), (2, 2000)):
        saved = moment + timedelta(seconds=seconds)
        attempt.responses.filter(slot=slot).update(saved_at=saved)
    attempt.responses.filter(slot=2).update(body=wrong)
    attempt.responses.filter(slot=3).delete()
    submit(attempt=attempt)
    count_attempts()
    rows = {row.version_id: row for row in QuestionTally.objects.all()}
    right, wronged, blank = (rows[slot["version"]] for slot in (first, second, third))
    assert (right.x, right.y, right.right, right.blank) == (1000, 0, 1, 0)
    assert (wronged.x, wronged.y, wronged.yy, wronged.xy) == (0, 500, 250_000, 0)
    assert (right.bands, wronged.bands) == ({"0": [1, 1]}, {"2": [1, 0]})
    assert (right.seconds, wronged.seconds, blank.seconds) == ({"10": [1]}, {"600": [1]}, {})
    assert (blank.n, blank.blank, blank.picks) == (1, 1, {})
    assert wronged.picks == {wrong: [1, 500, 250_000]}


def test_a_whole_form_saved_at_once_tells_no_times(course):
    submit(attempt=answer_all(start(course, make_enrolment(course.offering)), right=True))
    count_attempts()
    assert [row.seconds for row in QuestionTally.objects.all()] == [{}] * 3


def test_counting_again_adds_nothing(course):
    take(course, 7)
    assert count_attempts() == 7
    before = totals()
    assert count_attempts() == 0
    assert totals() == before


def test_counted_bit_by_bit_or_from_the_start_is_the_same(course, monkeypatch):
    monkeypatch.setattr(folding, "BATCH", 4)
    for locale in ("en", "es"):
        take(course, 9, locale=locale)
        count_attempts()
    bit_by_bit = totals()
    monkeypatch.setattr(folding, "BATCH", 500)
    assert recompute(course.quiz.translation_key) == 18
    assert totals() == bit_by_bit
    assert [row.n for row in QuizTally.objects.all()] == [9, 9]


def test_an_interruption_in_the_middle_of_a_batch_leaves_nothing_half_done(course, monkeypatch):
    take(course, 6)
    monkeypatch.setattr(folding, "BATCH", 4)

    def broken(*args):
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(folding.timezone, "now", broken)  # the last thing a batch does
        with pytest.raises(InterruptedError):
            folding.fold(course.quiz.translation_key)
    assert not QuizTally.objects.exists()
    assert not Attempt.objects.filter(is_tallied=True).exists()
    assert count_attempts() == 6


def test_a_quiz_that_cannot_be_counted_stops_no_other_one(caplog):
    courses = [make_course(), make_course(), make_course()]
    for one in courses:
        take(one, 2)
    broken = sorted(courses, key=lambda one: one.quiz.translation_key)[0].quiz.translation_key
    paper = Attempt.objects.filter(item_uuid=broken).first().paper
    Attempt.objects.filter(item_uuid=broken).update(paper={"rules": paper["rules"]})
    assert count_attempts() == 4
    assert {row.item_uuid for row in QuizTally.objects.all()} == {
        one.quiz.translation_key for one in courses
    } - {broken}
    assert str(broken) in caplog.text
    assert "KeyError" in caplog.text  # with the reason, for who mends it
    Attempt.objects.filter(item_uuid=broken).update(paper=paper)
    assert count_attempts() == 2


def test_a_voided_attempt_is_taken_out_again(course):
    [voided, *_others] = take(course, 6)
    count_attempts()
    Attempt.objects.filter(pk=voided.pk).update(state="voided")
    mark_stale(voided.item_uuid)
    assert count_attempts() == 5
    assert QuizTally.objects.get().n == 5
    assert not TallyState.objects.get().is_stale


def test_an_interrupted_recount_goes_on_where_it_was(course, monkeypatch):
    take(course, 6)
    count_attempts()
    before = totals()
    mark_stale(course.quiz.translation_key)
    monkeypatch.setattr(folding, "BATCH", 4)
    folding._take_back(TallyState.objects.get(), after=0)
    assert Attempt.objects.filter(is_tallied=True).count() == 2
    assert folding.fold(course.quiz.translation_key) == 0  # while it is stale
    assert totals() == before
    assert count_attempts() == 6
    assert totals() == before


def test_what_was_read_before_a_recount_is_not_added_after_it(course):
    take(course, 3)
    state = folding.TallyState.objects.create(item_uuid=course.quiz.translation_key)
    batch = folding._facts(Attempt.objects.order_by("pk"))
    recompute(state.item_uuid)
    Attempt.objects.update(is_tallied=False)
    assert not folding._add(state, batch.keys(), {}, {})
    assert not Attempt.objects.filter(is_tallied=True).exists()


def test_what_was_written_is_counted_nowhere(course):
    """Words could tell who wrote them."""
    [attempt, *_others] = take(course, 1)
    attempt.paper["slots"][0] |= {"type": "short_text", "order": []}
    attempt.save()
    Response.objects.filter(attempt=attempt, slot=1).update(body="Captain Diallo of Lusaka")
    count_attempts()
    assert "Diallo" not in str(totals())


def test_what_waits_is_found_by_its_index(course):
    take(course, 1)
    waiting = Attempt.objects.scored().filter(item_uuid=course.quiz.translation_key)
    if connection.vendor == "sqlite":
        assert "attempt_not_tallied" in waiting.filter(is_tallied=False).explain()


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_count_each_attempt_once(monkeypatch):
    course = make_course()
    monkeypatch.setattr(folding, "BATCH", 5)
    take(course, 23)
    at_once([count_attempts] * 4)
    count_attempts()
    found = totals()
    assert QuizTally.objects.get().n == 23
    recompute(course.quiz.translation_key)
    assert totals() == found


@pytest.mark.django_db(transaction=True)
def test_recounts_at_once_while_an_attempt_is_voided(monkeypatch):
    course = make_course()
    monkeypatch.setattr(folding, "BATCH", 5)
    [voided, *_others] = take(course, 17)
    count_attempts()

    def void() -> None:
        Attempt.objects.filter(pk=voided.pk).update(state="voided")
        mark_stale(voided.item_uuid)

    mark_stale(voided.item_uuid)
    at_once([count_attempts, void, count_attempts, count_attempts])
    count_attempts()
    assert QuizTally.objects.get().n == 16
    assert Attempt.objects.filter(is_tallied=True).count() == 16


def test_an_attempt_without_an_answer_is_counted_too():
    course = make_course(lessons=0)
    submit(attempt=start(course, make_enrolment(course.offering)))
    assert count_attempts() == 1
