"""Adding attempts to the totals of their quiz, a batch at a time; each counts exactly once.

The totals of a quiz are those of its attempts with ``is_tallied``. What reads and reckons holds no
lock; what adds is short. Rows are locked in one order: attempts, then the state of their quiz.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from .counting import Facts, QuestionCount, QuestionKey, QuizCount, QuizKey, add_up, count
from .models import Attempt, Response
from .tallies import QuestionTally, QuizTally, TallyState, mark_stale

logger = logging.getLogger(__name__)

BATCH = 500  # attempts


def count_attempts() -> int:
    """Count what is not counted yet, or must be counted anew; returns how many.

    A quiz that cannot be counted keeps its old totals, is logged, and comes again the next time.
    """
    stale = set(TallyState.objects.filter(is_stale=True).values_list("item_uuid", flat=True))
    waiting = Attempt.objects.scored().filter(is_tallied=False).order_by()
    quizzes = stale.union(waiting.values_list("item_uuid", flat=True).distinct())
    return sum(_try_to_count(item, is_stale=item in stale) for item in sorted(quizzes))


def _try_to_count(item_uuid: UUID, *, is_stale: bool) -> int:
    """Count one quiz, or log why not: the attempts keep waiting, and the other quizzes do not."""
    counted = 0
    try:
        if is_stale:
            recount(item_uuid)
        while added := fold(item_uuid):
            counted += added
    except Exception:
        logger.exception("Quiz %s could not be counted.", item_uuid)
    return counted


def recompute(item_uuid: UUID) -> int:
    """The totals of a quiz from its attempts alone; safe to interrupt and to repeat."""
    mark_stale(item_uuid)
    recount(item_uuid)
    counted = 0
    while added := fold(item_uuid):
        counted += added
    return counted


def fold(item_uuid: UUID) -> int:
    """Add the next batch of a quiz; 0 when none is left, or somebody else is at it."""
    state, _is_new = TallyState.objects.get_or_create(item_uuid=item_uuid)
    waiting = Attempt.objects.scored().filter(item_uuid=item_uuid, is_tallied=False)
    batch = _facts(waiting.order_by("pk"))
    if not batch:
        return 0
    counts = count(batch.values())
    return len(batch) if _add(state, batch.keys(), *counts) else 0


def _facts(waiting: Any) -> dict[int, Facts]:
    """The first of them by their keys; two queries."""
    names = ("locale", "number", "score", "passed", "started_at", "paper", "result")
    rows = {row.pop("pk"): row for row in waiting.values("pk", *names)[:BATCH]}
    answers: dict[int, dict[int, tuple[Any, datetime]]] = defaultdict(dict)
    saved = Response.objects.filter(attempt__in=rows)
    for attempt, slot, body, moment in saved.values_list("attempt", "slot", "body", "saved_at"):
        answers[attempt][slot] = (body, moment)
    for pk, row in rows.items():
        row |= {"points": (row.pop("result") or {}).get("points", {}), "answers": answers[pk]}
    return {pk: Facts(**row) for pk, row in rows.items()}


@transaction.atomic
def _add(
    state: TallyState,
    attempts: Collection[int],
    quizzes: dict[QuizKey, QuizCount],
    questions: dict[QuestionKey, QuestionCount],
) -> bool:
    """Write a batch, unless one of it was counted or the quiz changed since it was read."""
    mine = Attempt.objects.filter(pk__in=attempts, is_tallied=False)
    if mine.update(is_tallied=True) != len(attempts) or not _is_as_read(state, is_stale=False):
        transaction.set_rollback(True)
        return False
    _write(QuizTally, state.item_uuid, quizzes)
    _write(QuestionTally, state.item_uuid, questions)
    TallyState.objects.filter(pk=state.pk).update(counted_at=timezone.now())
    return True


def _is_as_read(state: TallyState, *, is_stale: bool) -> bool:
    """Locks the state of a quiz, so that nobody else adds to its totals."""
    now = TallyState.objects.select_for_update().get(pk=state.pk)
    return (now.recounts, now.is_stale) == (state.recounts, is_stale)


def _write(
    model: type[QuizTally] | type[QuestionTally],
    item_uuid: UUID,
    counts: Mapping[Any, QuizCount] | Mapping[Any, QuestionCount],
) -> None:
    """Add to the rows there are, and make those that are missing."""
    rows: dict[Any, Any] = {row.key: row for row in model.objects.filter(item_uuid=item_uuid)}
    names: list[str] = []
    for key, one in counts.items():
        rows.setdefault(key, model(item_uuid=item_uuid, **key._asdict()))
        add_up(rows[key], one)
        names = [field.name for field in fields(one)]
    model.objects.bulk_create(
        [rows[key] for key in counts],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=names,
    )


def recount(item_uuid: UUID) -> None:
    """Forget the totals of a stale quiz, so that all its attempts are waiting again.

    In short steps; the old totals are shown until the last one. Whoever comes second stops.
    """
    state = TallyState.objects.get(item_uuid=item_uuid)
    last: int | None = 0
    while last is not None:
        last = _take_back(state, after=last)


@transaction.atomic
def _take_back(state: TallyState, *, after: int) -> int | None:
    """The next batch in the order of keys waits again; None when it was the last."""
    counted = Attempt.objects.filter(item_uuid=state.item_uuid, is_tallied=True, pk__gt=after)
    batch = list(counted.order_by("pk").values_list("pk", flat=True)[:BATCH])
    Attempt.objects.filter(pk__in=batch).update(is_tallied=False)
    if not _is_as_read(state, is_stale=True):
        transaction.set_rollback(True)
        return None
    if batch:
        return batch[-1]
    for model in (QuizTally, QuestionTally):
        model.objects.filter(item_uuid=state.item_uuid).delete()
    TallyState.objects.filter(pk=state.pk).update(is_stale=False, recounts=state.recounts + 1)
    return None
