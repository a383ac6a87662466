"""When a course is complete, and until when that holds: plain rules on plain data."""

import calendar
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

FULL = 100
REFRESH = timedelta(days=90)


def percent(required: Collection[UUID], done: Collection[UUID]) -> int:
    """0..100 in whole numbers; 100 exactly when the course is complete."""
    if not required:
        return 0
    return FULL * len(set(required) & set(done)) // len(set(required))


def is_complete(required: Collection[UUID], done: Collection[UUID]) -> bool:
    """Everything required is done; a course that requires nothing is never complete."""
    return bool(required) and set(required) <= set(done)


def mean_score(scores: Collection[int]) -> int | None:
    """The mean in per cent, rounded down; None where nothing was scored."""
    return sum(scores) // len(scores) if scores else None


def valid_until(completed_on: date, months: int) -> date:
    """The last day of validity: the same day ``months`` later, or the last day of that month."""
    month = completed_on.month - 1 + months
    year, month = completed_on.year + month // 12, month % 12 + 1
    return date(year, month, min(completed_on.day, calendar.monthrange(year, month)[1]))


def refresh_from(completed_on: date, valid_until: date) -> date:
    """From when it may be taken again: 90 days before the end, or half-way where that is later."""
    half = (valid_until - completed_on) // 2
    return max(valid_until - REFRESH, valid_until - half)
