"""Attempts as counts that can be added up: plain Python, in whole numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from .picks import picks
from .statistics import FULL

BANDS = 5  # of the rest score, within which languages are compared
STEP, LONGEST = 5, 600  # seconds
AT_ONCE = timedelta(seconds=1)

type Counts = dict[str, list[int]]


class QuizKey(NamedTuple):
    edition: int
    locale: str


class QuestionKey(NamedTuple):
    edition: int
    version_id: int
    question_uuid: UUID
    locale: str


class Facts(NamedTuple):
    """What counts of an attempt; ``answers``: {slot: (the answer, when it was saved last)}."""

    locale: str
    number: int
    score: int
    passed: bool
    started_at: datetime
    paper: Mapping[str, Any]
    points: Mapping[str, list[int]]
    answers: Mapping[int, tuple[Any, datetime]]

    @property
    def edition(self) -> int:
        return self.paper.get("edition", 0)


@dataclass
class QuizCount:
    """See tallies.QuizTally."""

    n: int = 0
    scores: Counts = field(default_factory=dict)
    numbers: Counts = field(default_factory=dict)

    def note(self, facts: Facts) -> None:
        self.n += 1
        add(self.scores, str(facts.score), [1])
        add(self.numbers, str(facts.number), [1, int(facts.passed)])


@dataclass
class QuestionCount:
    """See tallies.QuestionTally."""

    n: int = 0
    blank: int = 0
    right: int = 0
    x: int = 0
    xx: int = 0
    y: int = 0
    yy: int = 0
    xy: int = 0
    bands: Counts = field(default_factory=dict)
    picks: Counts = field(default_factory=dict)
    seconds: Counts = field(default_factory=dict)

    def note(self, x: int, y: int, *, is_blank: bool, picked: Iterable[str]) -> None:
        """An answer that earned x, in an attempt that earned y with its other questions."""
        is_right = int(x == FULL)
        self.n += 1
        self.blank += is_blank
        self.right += is_right
        self.x += x
        self.xx += x * x
        self.y += y
        self.yy += y * y
        self.xy += x * y
        add(self.bands, str(min(y * BANDS // FULL, BANDS - 1)), [1, is_right])
        for key in picked:
            add(self.picks, key, [1, y, y * y])


def add(counts: Counts, key: str, more: list[int]) -> None:
    old = counts.get(key)
    counts[key] = [a + b for a, b in zip(old, more, strict=True)] if old else list(more)


def add_up(total: Any, count: QuizCount | QuestionCount) -> None:
    """Add a count to a count, or to a row of the same fields."""
    for one in fields(count):
        more = getattr(count, one.name)
        if isinstance(more, dict):
            for key, values in more.items():
                add(getattr(total, one.name), key, values)
        elif isinstance(more, int):
            setattr(total, one.name, getattr(total, one.name) + more)


def count(
    attempts: Iterable[Facts],
) -> tuple[dict[QuizKey, QuizCount], dict[QuestionKey, QuestionCount]]:
    """What the attempts at one quiz add to its totals."""
    quizzes: dict[QuizKey, QuizCount] = {}
    questions: dict[QuestionKey, QuestionCount] = {}
    for facts in attempts:
        quizzes.setdefault(QuizKey(facts.edition, facts.locale), QuizCount()).note(facts)
        _count_questions(facts, questions)
    return quizzes, questions


def _count_questions(facts: Facts, found: dict[QuestionKey, QuestionCount]) -> None:
    slots = [slot for slot in facts.paper["slots"] if str(slot["slot"]) in facts.points]
    earned = {slot["slot"]: thousandths(*facts.points[str(slot["slot"])]) for slot in slots}
    total, others = sum(earned.values()), len(slots) - 1
    seconds = seconds_of(facts)
    for slot in slots:
        number = slot["slot"]
        answer = facts.answers[number][0] if number in facts.answers else None
        question = UUID(slot["question"])
        key = QuestionKey(facts.edition, slot["version"], question, facts.locale)
        one = found.setdefault(key, QuestionCount())
        x = earned[number]
        y = thousandths(total - x, others * FULL) if others else 0
        picked = picks(slot["type"], slot["order"], answer)
        one.note(x, y, is_blank=answer is None, picked=picked)
        if number in seconds:
            add(one.seconds, str(seconds[number]), [1])


def thousandths(numerator: int, denominator: int) -> int:
    """A part of 1 in whole thousandths, half a one rounded up."""
    return (2 * FULL * numerator + denominator) // (2 * denominator)


def seconds_of(facts: Facts) -> dict[int, int]:
    """How long each answer took, in steps of five seconds, at most ten minutes; roughly.

    From the answer saved before it (or the start) to the last time it was saved. A learner who
    comes back to a question, thinks ahead or makes a pause is not told apart. Answers saved
    together, as a whole page is without JavaScript, tell nothing and are left out.
    """
    saved = sorted((moment, slot) for slot, (_answer, moment) in facts.answers.items())
    moments = [facts.started_at, *(moment for moment, _slot in saved)]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    after = [*gaps, timedelta.max][1:]
    return {
        slot: min(int(gap.total_seconds()), LONGEST) // STEP * STEP
        for (_moment, slot), gap, next_gap in zip(saved, gaps, after, strict=True)
        if gap >= AT_ONCE and next_gap >= AT_ONCE
    }
