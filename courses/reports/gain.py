"""Learning gain: the same objectives before the course and in the first attempt afterwards."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from courses.assessment import rules
from courses.assessment.models import Attempt, AttemptState
from courses.editions.models import Edition, EditionItem, ItemKind
from courses.learning.models import Offering

FEWEST = 5  # learners, below which nothing is shown: it would be the result of one person
FULL = 100


@dataclass(frozen=True)
class Gain:
    """Of one objective: learners with both results, and their mean before and after in per cent.

    ``share`` is the part of what was still to learn that was learned, the normalised gain
    (after - before) / (100 - before) of Hake (1998), in per cent; None where all was known.
    """

    code: str
    text: str
    learners: int
    before: int
    after: int

    @property
    def share(self) -> int | None:
        if self.before == FULL:
            return None
        return round((self.after - self.before) * FULL / (FULL - self.before))


@dataclass(frozen=True)
class LearningGain:
    """``has_pre_test`` False where the course has none; ``waiting``: learners too few to show."""

    has_pre_test: bool
    rows: list[Gain]
    waiting: int


def learning_gain(offering: Offering) -> LearningGain:
    """Objective by objective; four queries. Only first attempts: a retry has seen the answers."""
    editions = Edition.objects.filter(enrolments__offering=offering).distinct()
    quizzes = EditionItem.objects.filter(edition__in=editions, kind=ItemKind.QUIZ)
    purposes = {
        item: settings.get("purpose")
        for item, settings in quizzes.values_list("item_uuid", "settings")
    }
    before = {item for item, purpose in purposes.items() if purpose == rules.PRE_TEST}
    if not before:
        return LearningGain(has_pre_test=False, rows=[], waiting=0)
    pairs = _pairs(offering, before)
    texts = _texts(editions)
    rows = [
        _gain(code, texts.get(code, ""), both)
        for code, both in sorted(pairs.items())
        if len(both) >= FEWEST
    ]
    waiting = max((len(both) for both in pairs.values()), default=0) if not rows else 0
    return LearningGain(has_pre_test=True, rows=rows, waiting=waiting)


def _pairs(offering: Offering, before: set[UUID]) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """The shares of each learner who has both, by objective."""
    first: dict[bool, dict[int, dict[str, Fraction]]] = {True: {}, False: {}}
    attempts = Attempt.objects.filter(
        enrolment__offering=offering, number=1, state=AttemptState.GRADED
    ).order_by("pk")
    rows = attempts.values_list("enrolment_id", "item_uuid", "result__objectives")
    for enrolment, item, objectives in rows.iterator(chunk_size=1000):
        found = first[item in before].setdefault(enrolment, {})
        for code, share in _shares(objectives or {}).items():
            found.setdefault(code, share)
    pairs = defaultdict(list)
    for enrolment, known in first[True].items():
        for code, share in known.items():
            if code in first[False].get(enrolment, {}):
                pairs[code].append((share, first[False][enrolment][code]))
    return pairs


def _shares(objectives: dict[str, Any]) -> dict[str, Fraction]:
    return {code: Fraction(n, d) / count for code, (n, d, count) in objectives.items()}


def _texts(editions: Any) -> dict[str, str]:
    policies = editions.order_by("number").values_list("policy", flat=True)
    return {row["code"]: row["text"] for policy in policies for row in policy["objectives"]}


def _gain(code: str, text: str, both: list[tuple[Fraction, Fraction]]) -> Gain:
    before, after = (sum(column, Fraction(0)) / len(both) for column in zip(*both, strict=True))
    return Gain(code, text, len(both), round(before * FULL), round(after * FULL))
