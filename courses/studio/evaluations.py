"""What learners think of a course, once there are enough of them to hide among.

Editions with too few answers are counted together, never beside a sum of all: what is left over
when one subtracts could be a single person.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from courses.catalogue.models import CoursePage
from courses.feedback.models import STATEMENTS, Agreement, CourseEvaluation

from .access import courses_of

FEWEST = 5


@dataclass
class Answers:
    """How many chose each degree of agreement with one statement, from 1 to 5."""

    statement: str
    counts: list[int]

    @property
    def mean(self) -> float:
        return sum(i * count for i, count in enumerate(self.counts, 1)) / sum(self.counts)


@dataclass
class Result:
    """The answers to some editions together; none where there are too few."""

    editions: list[int]  # their numbers
    total: int
    answers: list[Answers]


def evaluations_for(user) -> QuerySet[CourseEvaluation]:
    mine = courses_of(user).values("translation_key")
    return CourseEvaluation.objects.filter(edition__course__uuid__in=mine)


def results(page: CoursePage) -> list[Result]:
    """By edition, the latest first; five queries however many have answered."""
    rows = CourseEvaluation.objects.filter(edition__course__uuid=page.translation_key)
    totals = _counts(rows, "edition__number")
    by_statement = {name: _counts(rows, "edition__number", name) for name in STATEMENTS}
    enough = sorted((n for (n,), total in totals.items() if total >= FEWEST), reverse=True)
    few = sorted((n for (n,), total in totals.items() if total < FEWEST), reverse=True)
    groups = [[number] for number in enough] + ([few] if few else [])
    return [_result(group, totals, by_statement) for group in groups]


def _counts(rows: QuerySet[CourseEvaluation], *by: str) -> Counter[tuple[int, ...]]:
    values = rows.order_by().values_list(*by).annotate(Count("pk"))
    return Counter({tuple(key): count for *key, count in values})


def _result(editions: list[int], totals: Counter, by_statement: dict[str, Counter]) -> Result:
    total = sum(totals[number,] for number in editions)
    answers = [
        Answers(
            statement=str(STATEMENTS[name]),
            counts=[sum(counts[number, degree] for number in editions) for degree in Agreement],
        )
        for name, counts in by_statement.items()
    ]
    return Result(editions, total, answers if total >= FEWEST else [])


def comments(page: CoursePage, shown: Iterable[Result]) -> QuerySet[CourseEvaluation]:
    """The comments among the answers that are shown, in an order that tells nothing."""
    numbers = [number for result in shown if result.answers for number in result.editions]
    rows = CourseEvaluation.objects.filter(
        edition__course__uuid=page.translation_key, edition__number__in=numbers
    )
    return rows.exclude(comment="").order_by("pk")
