"""What learners think of a course, in whole batches: nothing shown is the answer of one person.

Answers of one batch stay together, whatever their editions. So editions that share a batch make one
result, and no sum stands beside it from which one could subtract.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from courses.catalogue.models import CoursePage
from courses.feedback.models import STATEMENTS, Agreement, CourseEvaluation

from .access import courses_of


@dataclass
class Answers:
    """How many chose each degree of agreement with one statement, from 1 to 5."""

    statement: str
    counts: list[int]

    @property
    def mean(self) -> float:
        return sum(i * count for i, count in enumerate(self.counts, 1)) / sum(self.counts)

    @property
    def by_degree(self) -> list[tuple[Any, int]]:
        """Each degree in words, with how many chose it."""
        return list(zip(Agreement.labels, self.counts, strict=True))


@dataclass
class Result:
    """The batches whose answers come from the same editions."""

    editions: list[int]  # their numbers, the latest first
    total: int
    answers: list[Answers]


def evaluations_for(user) -> QuerySet[CourseEvaluation]:
    mine = courses_of(user).values("translation_key")
    return CourseEvaluation.objects.filter(edition__course__uuid__in=mine)


def _of(page: CoursePage, *, is_waiting: bool) -> QuerySet[CourseEvaluation]:
    return CourseEvaluation.objects.filter(
        edition__course__uuid=page.translation_key, batch__isnull=is_waiting
    )


def results(page: CoursePage) -> list[Result]:
    """The latest edition first; five queries however many have answered."""
    rows = _of(page, is_waiting=False)
    totals = _counts(rows, "batch", "edition__number")
    by_statement = {name: _counts(rows, "batch", name) for name in STATEMENTS}
    editions = defaultdict(set)
    for batch, number in totals:
        editions[batch].add(number)
    batches = defaultdict(list)
    for batch, numbers in editions.items():
        batches[tuple(sorted(numbers, reverse=True))].append(batch)
    return [_result(key, batches[key], by_statement) for key in sorted(batches, reverse=True)]


def _counts(rows: QuerySet[CourseEvaluation], *by: str) -> Counter[tuple[UUID, int]]:
    values = rows.order_by().values_list(*by).annotate(Count("pk"))
    return Counter({(batch, key): count for batch, key, count in values})


def _result(
    editions: Iterable[int], batches: list[UUID], by_statement: dict[str, Counter]
) -> Result:
    answers = [
        Answers(
            statement=str(STATEMENTS[name]),
            counts=[sum(counts[batch, degree] for batch in batches) for degree in Agreement],
        )
        for name, counts in by_statement.items()
    ]
    return Result(list(editions), sum(answers[0].counts), answers)


def waiting(page: CoursePage) -> int:
    """How many answers are not shown yet."""
    return _of(page, is_waiting=True).count()


def comments(page: CoursePage) -> QuerySet[CourseEvaluation]:
    """Of the answers that are shown, in an order that tells nothing: their keys are random."""
    return _of(page, is_waiting=False).exclude(comment="").order_by("pk")
