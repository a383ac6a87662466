"""Marking what learners wrote: the last mark settles the attempt with all that follows from it."""

import pytest
from django.core import mail

from certificates.models import Certificate
from courses.assessment.marking import AlreadyMarked, CannotMark, mark, waiting_in
from courses.learning.services import mark_done
from courses.models import Attempt, Completion, ItemProgress, Mark
from tests.at_once import at_once
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start
from tests.factories.written import POINTS, hand_in, make_written_course, written_slots

pytestmark = pytest.mark.django_db

NOTHING = {"a": 0, "b": 0}


@pytest.fixture
def course():
    return make_written_course(lessons=1)


@pytest.fixture
def attempt(course):
    return hand_in(course, make_enrolment(course.offering))


def give(attempt: Attempt, points=POINTS, *, slot: int | None = None, **given) -> Attempt:
    given = {"comment": "Good.", "by": None, **given}
    return mark(attempt=attempt, slot=slot or written_slots(attempt)[0], points=points, **given)


def test_an_attempt_waits_for_its_mark(attempt):
    assert attempt.state == "submitted"
    assert [(a.pk, slot["slot"]) for a, slot in waiting_in([attempt])] == [
        (attempt.pk, written_slots(attempt)[0])
    ]


def test_a_mark_grants_the_pass_the_completion_and_the_certificate(course):
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    graded = give(hand_in(course, enrolment))
    assert (graded.state, graded.score, graded.passed) == ("graded", 100, True)
    assert Completion.objects.get().score == 100
    assert Certificate.objects.count() == 1
    assert waiting_in([graded]) == []


def test_a_part_of_the_points_is_a_part_of_the_score(attempt):
    graded = give(attempt, {"a": 1, "b": 0})
    assert (graded.score, graded.passed) == (66, False)  # (1 + 1/3) / 2
    assert not ItemProgress.objects.exists()


def test_the_attempt_waits_until_the_last_answer_is_marked():
    course = make_written_course(written=2)
    attempt = hand_in(course, make_enrolment(course.offering))
    first, second = written_slots(attempt)
    assert give(attempt, slot=first).state == "submitted"
    assert give(attempt, slot=second).score == 100


def test_where_nothing_was_written_there_is_nothing_to_mark(course):
    attempt = hand_in(course, make_enrolment(course.offering), text=None)
    assert (attempt.state, attempt.score) == ("graded", 50)
    assert waiting_in([attempt]) == []
    with pytest.raises(CannotMark):
        give(attempt)


@pytest.mark.parametrize(
    "points",
    [{}, {"a": 2}, {"a": 3, "b": 1}, {"a": -1, "b": 1}, {"a": 1.5, "b": 1}, {**POINTS, "c": 0}],
)
def test_points_that_are_not_those_of_the_rubric_are_refused(attempt, points):
    with pytest.raises(CannotMark):
        give(attempt, points)
    assert not Mark.objects.exists()


def test_what_the_machine_grades_nobody_marks(attempt):
    [choice] = {slot["slot"] for slot in attempt.paper["slots"]} - set(written_slots(attempt))
    with pytest.raises(CannotMark):
        give(attempt, slot=choice)


def test_an_attempt_that_is_being_worked_on_is_not_marked(course):
    running = start(course, make_enrolment(course.offering))
    with pytest.raises(CannotMark):
        give(running)


def test_the_learner_is_told_and_finds_the_comment(
    client, attempt, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        give(attempt, comment="Well <said>.")
    [letter] = mail.outbox
    assert letter.to == [attempt.enrolment.person.user.email]
    assert f"/attempts/{attempt.uuid}/result/" in letter.body
    client.force_login(attempt.enrolment.person.user)
    page = client.get(f"/attempts/{attempt.uuid}/result/").content.decode()
    assert "Well &lt;said&gt;." in page
    assert "2 of 2" in page


def test_who_is_second_is_told_who_was_first(attempt):
    first, second = make_user(), make_user()
    give(attempt, by=first)
    with pytest.raises(AlreadyMarked) as error:
        give(attempt, NOTHING, by=second)
    assert error.value.mark.marked_by == first
    assert Mark.objects.count() == 1
    assert Attempt.objects.get().score == 100


def test_the_same_mark_twice_is_one_mark(attempt):
    by = make_user()
    assert give(attempt, by=by).graded_at == give(attempt, by=by).graded_at
    assert Mark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_mark_at_once_one_counts():
    course = make_written_course()
    attempt = hand_in(course, make_enrolment(course.offering))
    people = [make_user(), make_user()]

    def one(user, points):
        try:
            return give(attempt, points, by=user).score
        except AlreadyMarked as error:
            return error.mark.marked_by

    results = at_once([lambda: one(people[0], POINTS), lambda: one(people[1], NOTHING)])
    standing = Mark.objects.get()
    assert standing.marked_by in results
    assert Attempt.objects.get().score == (100 if standing.points == POINTS else 50)


def test_a_correction_that_raises_the_score_can_make_a_pass(attempt):
    assert give(attempt, NOTHING).passed is False
    moment = Attempt.objects.get().graded_at
    graded = give(attempt, corrects=Mark.objects.get().pk)
    assert (graded.score, graded.passed) == (100, True)
    assert graded.graded_at == moment  # a waiting time does not begin anew
    assert ItemProgress.objects.count() == 1
    assert Mark.objects.count() == 2


def test_a_correction_never_takes_a_pass_away(attempt):
    give(attempt)
    graded = give(attempt, NOTHING, corrects=Mark.objects.get().pk)
    assert (graded.score, graded.passed) == (50, True)


def test_a_mark_that_somebody_corrected_meanwhile_is_not_overwritten(attempt):
    give(attempt)
    seen = Mark.objects.get().pk
    give(attempt, {"a": 1, "b": 1}, corrects=seen)
    with pytest.raises(AlreadyMarked):
        give(attempt, NOTHING, corrects=seen)


def test_a_quiz_without_written_answers_has_nothing_to_mark():
    course = make_course(lessons=0)
    attempt = answer_all(start(course, make_enrolment(course.offering)), right=True)
    assert waiting_in([attempt]) == []
