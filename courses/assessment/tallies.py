"""Totals over attempts, so that an analysis costs the same for ten attempts and for a million.

They hold nothing that is not in the attempts (see folding.py) and name nobody.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from django.db import models

from courses.editions.models import QuestionVersion

from .counting import QuestionKey, QuizKey
from .statistics import Sums, discrimination, facility

FEW = 5  # answers: groups of fewer are shown nowhere, and are in no sum that is shown


class TallyState(models.Model):
    """Up to when the attempts at a quiz are counted, and whether they must be counted anew."""

    item_uuid = models.UUIDField(unique=True)
    is_stale = models.BooleanField(default=False)
    recounts = models.PositiveIntegerField(default=0)  # who read before one may not add after it
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.item_uuid} {self.counted_at}"


class QuizTally(models.Model):
    """The counted attempts at a quiz in one edition and language.

    ``edition`` is its number, 0 where the paper does not say. ``scores``: {per cent: [how many]}.
    ``numbers``: {number of the attempt: [handed in, passed]}.
    """

    item_uuid = models.UUIDField()
    edition = models.PositiveIntegerField()
    locale = models.CharField(max_length=12)
    n = models.PositiveBigIntegerField(default=0)
    scores = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=("item_uuid", "edition", "locale"), name="one_tally_per_quiz_and_locale"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_uuid} {self.edition} {self.locale}: {self.n}"

    @property
    def key(self) -> QuizKey:
        return QuizKey(self.edition, self.locale)


class QuestionTally(models.Model):
    """The answers to one version of a question in a quiz, in one edition and language.

    ``n`` to ``xy`` as in statistics.Sums. ``blank``: without an answer; ``right``: fully right.
    ``bands``: {fifth of the rest score, 0 to 4: [answers, fully right]}. ``picks``: {what was
    picked: [how many, Σy, Σy²]} (see picks.py). ``seconds``: {step of five seconds: [how many]}.
    """

    item_uuid = models.UUIDField()
    edition = models.PositiveIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    question_uuid = models.UUIDField(db_index=True)  # of the version: what a bank is asked by
    locale = models.CharField(max_length=12)
    n = models.PositiveBigIntegerField(default=0)
    blank = models.PositiveBigIntegerField(default=0)
    right = models.PositiveBigIntegerField(default=0)
    x = models.PositiveBigIntegerField(default=0)
    xx = models.PositiveBigIntegerField(default=0)
    y = models.PositiveBigIntegerField(default=0)
    yy = models.PositiveBigIntegerField(default=0)
    xy = models.PositiveBigIntegerField(default=0)
    bands = models.JSONField(default=dict)
    picks = models.JSONField(default=dict)
    seconds = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=("item_uuid", "edition", "version", "locale"),
                name="one_tally_per_quiz_version_and_locale",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.locale}: {self.n}"

    @property
    def key(self) -> QuestionKey:
        return QuestionKey(self.edition, self.version_id, self.question_uuid, self.locale)

    @property
    def sums(self) -> Sums:
        return Sums(self.n, self.x, self.xx, self.y, self.yy, self.xy)


class Performance(NamedTuple):
    """``facility`` from 0 to 1, ``discrimination`` from -1 to 1; None where nothing tells it."""

    answers: int
    facility: float | None
    discrimination: float | None

    @property
    def percent(self) -> int | None:
        return None if self.facility is None else round(self.facility * 100)


def performance_of(question_uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Performance]:
    """How each question does over all quizzes, versions and languages; one query.

    A question that has too few answers to be shown is not in it.
    """
    rows = QuestionTally.objects.filter(question_uuid__in=list(question_uuids), n__gte=FEW)
    strata: dict[uuid.UUID, list[Sums]] = defaultdict(list)
    for question, *sums in rows.values_list("question_uuid", "n", "x", "xx", "y", "yy", "xy"):
        strata[question].append(Sums(*sums))
    return {question: _performance(found) for question, found in strata.items()}


def _performance(strata: list[Sums]) -> Performance:
    together = sum(strata, Sums())
    return Performance(together.n, facility(together), discrimination(strata))


def mark_stale(item_uuid: uuid.UUID) -> None:
    """Have a quiz counted anew, because a counted attempt was voided or regraded.

    To be called in the transaction that does that, after its change: rows are locked in this order.
    """
    TallyState.objects.update_or_create(item_uuid=item_uuid, defaults={"is_stale": True})
