"""Marking what learners wrote: which answers wait for whom, and the mark itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from courses.editions import content
from courses.learning.models import Offering
from courses.questions.types import TYPES
from lms.users.models import User

from .letters import send_result_mail
from .marks import Mark, Treatment
from .models import Attempt, AttemptState, Response
from .outcome import decisions, grade, lock, settle

HANDED_IN = (AttemptState.SUBMITTED, AttemptState.GRADED)
NOT_MARKED = (Treatment.VOID, Treatment.FULL_MARKS)


class CannotMark(ValueError):
    """Nobody marks this answer, or the points are not those of its rubric."""


class AlreadyMarked(Exception):
    """Somebody was first; ``mark`` is what they gave."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(str(mark))
        self.mark = mark


def markable(user: User, offering: Offering) -> QuerySet[Attempt]:
    """The attempts that a facilitator of the offering may mark: never their own."""
    rows = Attempt.objects.filter(enrolment__offering=offering, state__in=HANDED_IN)
    return rows.exclude(enrolment__person__user=user)


def written_slot(attempt: Attempt, slot: int) -> dict[str, Any] | None:
    """The slot of the paper if a person marks it; None for any other."""
    slots = (place for place in attempt.paper["slots"] if place["slot"] == slot)
    return next((place for place in slots if TYPES[place["type"]].by_hand), None)


def waiting_in(attempts: Iterable[Attempt]) -> list[tuple[Attempt, dict[str, Any]]]:
    """The answers of these attempts that nobody has marked, in their order; three queries."""
    found = [
        (attempt, slot)
        for attempt in attempts
        for slot in attempt.paper["slots"]
        if TYPES[slot["type"]].by_hand
    ]
    ids = {attempt.pk for attempt, _slot in found}
    answers = Response.objects.filter(attempt__in=ids, body__isnull=False)
    answered = set(answers.values_list("attempt", "slot"))
    marked = set(Mark.objects.filter(attempt__in=ids).values_list("attempt", "slot"))
    decided = decisions([slot["version"] for _attempt, slot in found])
    settled = {v for v, regrade in decided.items() if regrade.treatment in NOT_MARKED}
    return [
        (attempt, slot)
        for attempt, slot in found
        if (attempt.pk, slot["slot"]) in answered - marked and slot["version"] not in settled
    ]


def mark(
    *,
    attempt: Attempt,
    slot: int,
    points: Mapping[str, int],
    comment: str,
    by: User | None,
    corrects: int | None = None,
) -> Attempt:
    """Give an answer its points; the last answer to be marked settles the attempt.

    Who is first counts: a second mark is AlreadyMarked unless ``corrects`` is the id of the mark
    that stands, so nobody overwrites what they have not seen. The same mark twice is one mark. A
    correction grades the attempt anew and never takes a pass away. Raises CannotMark.
    """
    bodies = content.question_bodies([s["version"] for s in attempt.paper["slots"]], attempt.locale)
    _check(attempt, slot, points, bodies)
    with transaction.atomic():
        ours = lock(attempt)
        if ours.state not in HANDED_IN:
            raise CannotMark(slot)
        last = ours.marks.filter(slot=slot).order_by("-pk").first()
        if last and _is_same(last, points, comment, by):
            return ours
        if last and last.pk != corrects:
            raise AlreadyMarked(last)
        Mark.objects.create(
            attempt=ours, slot=slot, points=dict(points), comment=comment, marked_by=by
        )
        _settle_if_marked(ours, bodies)
    return ours


def _check(
    attempt: Attempt, slot: int, points: Mapping[str, int], bodies: Mapping[int, dict[str, Any]]
) -> None:
    place = written_slot(attempt, slot)
    if place is None or not attempt.responses.filter(slot=slot, body__isnull=False).exists():
        raise CannotMark(slot)
    most = {c["id"]: c["points"] for c in bodies[place["version"]]["criteria"]}
    if points.keys() != most.keys():
        raise CannotMark(points)
    if not all(type(given) is int and 0 <= given <= most[key] for key, given in points.items()):
        raise CannotMark(points)


def _is_same(mark: Mark, points: Mapping[str, int], comment: str, by: User | None) -> bool:
    given = (mark.points, mark.comment, mark.marked_by_id)
    return given == (dict(points), comment, by.pk if by else None)


def _settle_if_marked(ours: Attempt, bodies: Mapping[int, dict[str, Any]]) -> None:
    """Grade a locked attempt once nothing waits, and tell its learner of what is new."""
    result = grade(ours, bodies)
    if result.waiting:
        return
    before = (ours.score, ours.passed)
    settle(ours, result)
    if (ours.score, ours.passed) != before:
        transaction.on_commit(lambda: send_result_mail.enqueue(ours.pk), robust=True)
