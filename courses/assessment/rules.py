"""When an attempt is possible, until when it runs, and what is shown of it: plain rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

GRACE = timedelta(seconds=60)  # what was on its way when the time was up still counts
RIGHT_AFTER = timedelta(hours=1)

ANSWER, CORRECTNESS, SCORE, FEEDBACK, RIGHT_ANSWER = PARTS = (
    "answer",
    "correctness",
    "score",
    "feedback",
    "right_answer",
)
PRE_TEST = "pre_test"


@dataclass(frozen=True)
class Allowance:
    """What somebody is given beyond the rules of a quiz: all accommodations that hold, together."""

    extra_time_percent: int = 0
    extra_attempts: int = 0
    extra_days: int = 0


NOTHING_EXTRA = Allowance()


def together(given: Iterable[Allowance]) -> Allowance:
    """The widest of each: two reasons for half as much time again are one."""
    found = [NOTHING_EXTRA, *given]
    return Allowance(
        max(one.extra_time_percent for one in found),
        max(one.extra_attempts for one in found),
        max(one.extra_days for one in found),
    )


@dataclass(frozen=True)
class Window:
    """From when until when a quiz is open; None where that end is open."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def widened(self, allowance: Allowance) -> "Window":
        if self.closes_at is None:
            return self
        return Window(self.opens_at, self.closes_at + timedelta(days=allowance.extra_days))

    def is_open(self, now: datetime) -> bool:
        return not self.opens_later(now) and not self.is_over(now)

    def opens_later(self, now: datetime) -> bool:
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at


ALWAYS = Window()


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz. ``left`` is None where attempts are unlimited.

    ``waits`` where an attempt is handed in and a person still marks it; ``window`` and ``limit``
    (the time for one attempt, None without one) are already widened.
    """

    used: int
    left: int | None
    passed: bool
    next_at: datetime | None = None
    waits: bool = False
    window: Window = ALWAYS
    limit: timedelta | None = None

    def may_start(self, now: datetime) -> bool:
        if self.passed or self.waits or self.left == 0 or not self.window.is_open(now):
            return False
        return self.next_at is None or now >= self.next_at

    @property
    def needs_facilitator(self) -> bool:
        return self.left == 0 and not self.passed and not self.waits

    @property
    def minutes(self) -> int | None:
        """The time for one attempt in whole minutes; None without a limit."""
        return int(self.limit.total_seconds() // 60) if self.limit else None

    def deadline(self, started_at: datetime) -> datetime | None:
        """When an attempt that began then is over: its time is up, or the quiz closes."""
        ends = [self.window.closes_at, started_at + self.limit if self.limit else None]
        return min((end for end in ends if end), default=None)


def standing(
    settings: Mapping[str, Any],
    graded: Sequence[tuple[datetime, bool]],
    grants: Sequence[datetime],
    *,
    elsewhere: datetime | None = None,
    waits: bool = False,
    allowance: Allowance = NOTHING_EXTRA,
    window: Window = ALWAYS,
) -> Standing:
    """``graded``: moment and passed of each counted attempt, oldest first; ``grants``: moments.

    A grant gives one more attempt and ends the waiting time that ran when it was given.
    ``elsewhere``: when the quiz was last passed in another enrolment, where its answers may have
    been shown. So there is the same wait before the first attempt here.
    """
    used = len(graded) + waits
    passed = any(passed for _at, passed in graded)
    allowed = settings["attempts_allowed"]
    more = len(grants) + allowance.extra_attempts
    left = max(allowed + more - used, 0) if allowed else None
    next_at = None
    last = graded[-1][0] if graded else elsewhere
    is_due = not graded or len(graded) >= settings["wait_after_attempt"]
    if settings["wait_hours"] and last and is_due and not passed and left != 0:
        is_over = any(granted >= last for granted in grants)
        next_at = None if is_over else last + timedelta(hours=settings["wait_hours"])
    return Standing(
        used=used,
        left=left,
        passed=passed,
        next_at=next_at,
        waits=waits,
        window=window.widened(allowance),
        limit=limit_of(settings, allowance),
    )


def limit_of(settings: Mapping[str, Any], allowance: Allowance) -> timedelta | None:
    """The time for one attempt; None where there is no limit."""
    minutes = settings.get("time_limit_minutes", 0)
    if not minutes:
        return None
    return timedelta(minutes=minutes) * (100 + allowance.extra_time_percent) / 100


def is_up(deadline: datetime | None, now: datetime) -> bool:
    """Whether the time for answering is up; what is on its way still has the grace."""
    return deadline is not None and now >= deadline


def is_over(deadline: datetime | None, now: datetime) -> bool:
    """Whether an attempt takes no more answers: its deadline and the grace have passed."""
    return deadline is not None and now > deadline + GRACE


def shown(
    settings: Mapping[str, Any], now_standing: Standing, *, handed_in_at: datetime, now: datetime
) -> frozenset[str]:
    """Which PARTS of a graded attempt its learner may see now.

    ``feedback_when`` opens all but the score: after a pass, after each attempt, or never; the
    ``review`` of the quiz then says what of it is shown in which phase.
    """
    phase = _phase(now_standing.window, handed_in_at, now)
    allowed = frozenset(settings.get("review", {}).get(phase, PARTS))
    when = settings["feedback_when"]
    is_open = when == "after_each" or (when == "after_pass" and now_standing.passed)
    if settings.get("purpose") == PRE_TEST:
        is_open = False  # the same objectives come again
    return allowed if is_open else allowed & {SCORE}


def shown_during(settings: Mapping[str, Any]) -> frozenset[str]:
    """Which PARTS of a question its learner may see before handing in, once it is checked.

    To check is to be done with a question: its answer stands from then on.
    """
    if settings.get("purpose") == PRE_TEST:
        return frozenset()  # the same objectives come again
    return frozenset(settings.get("review", {}).get("during", ()))


def _phase(window: Window, handed_in_at: datetime, now: datetime) -> str:
    if window.is_over(now):
        return "after_closing"
    return "right_after" if now < handed_in_at + RIGHT_AFTER else "later"
