"""When the next attempt at a quiz is possible: plain rules on plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz. ``left`` is None where attempts are unlimited."""

    used: int
    left: int | None
    passed: bool
    next_at: datetime | None = None

    def may_start(self, now: datetime) -> bool:
        if self.passed or self.left == 0:
            return False
        return self.next_at is None or now >= self.next_at

    @property
    def needs_facilitator(self) -> bool:
        return self.left == 0 and not self.passed


def standing(
    settings: dict[str, Any],
    graded: Sequence[tuple[datetime, bool]],
    grants: Sequence[datetime],
) -> Standing:
    """``graded``: moment and passed of each counted attempt, oldest first; ``grants``: moments.

    A grant gives one more attempt and ends the waiting time that ran when it was given.
    """
    used = len(graded)
    passed = any(passed for _at, passed in graded)
    allowed = settings["attempts_allowed"]
    left = max(allowed + len(grants) - used, 0) if allowed else None
    next_at = None
    waits = settings["wait_hours"] and used >= settings["wait_after_attempt"]
    if used and waits and not passed and left != 0:
        last = graded[-1][0]
        if not any(granted >= last for granted in grants):
            next_at = last + timedelta(hours=settings["wait_hours"])
    return Standing(used=used, left=left, passed=passed, next_at=next_at)


def shows_answers(feedback_when: str, now_standing: Standing) -> bool:
    """Whether right answers and feedback may be seen for a graded attempt."""
    if feedback_when == "after_each":
        return True
    if feedback_when == "after_pass":
        return now_standing.passed
    return False
