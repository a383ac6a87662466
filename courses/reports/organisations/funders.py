"""Counts for who pays: of a few nobody hears, not even by subtracting.

Each person is in one cell of a course at most once, the cells of a course have nobody in common
but who takes it again, cells below FEW are left out, and no sum has in it what is left out.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from courses.assessment.tallies import FEW
from courses.learning.models import EnrolmentState
from courses.learning.seen import enrolments_of_members, is_superseded
from courses.people.organisations import Organisation, Role
from courses.people.scope import organisations_for
from lms.users.models import User

from .overview import Line, named

RUNNING, VALID, EXPIRED = "running", "valid", "expired"
CELLS = (RUNNING, VALID, EXPIRED)


@dataclass(frozen=True)
class Cells:
    """Of one course; None where there are fewer than FEW, or none."""

    name: str
    running: int | None
    valid: int | None
    expired: int | None


def counts_for_funders(organisation: Organisation, *, now: datetime, locale: str) -> list[Cells]:
    """Two queries. A course of which nothing can be shown is not in it."""
    today = timezone.localdate(now)
    active = Q(state=EnrolmentState.ACTIVE)
    done = Q(completion__isnull=False, completion__voided__isnull=True)
    conditions = {
        RUNNING: active,
        VALID: done & Q(completion__valid_until__gte=today),
        EXPIRED: done & Q(completion__valid_until__lt=today),
    }
    last = enrolments_of_members([organisation]).exclude(~active & is_superseded())
    rows: QuerySet[Any, Any] = last.order_by().values("edition__course")
    people = {
        name: Count("person", distinct=True, filter=condition)
        for name, condition in conditions.items()
    }
    found: dict[int, dict[str, int | None]] = defaultdict(dict)
    for row in rows.annotate(**people):
        cells = {name: row[name] if row[name] >= FEW else None for name in CELLS}
        if any(cells.values()):
            found[row["edition__course"]] = cells
    lines = {course: Line("", "") for course in found}
    named(lines, locale)
    cells_of = [(lines[course].name, cells) for course, cells in found.items()]
    return [Cells(name, **cells) for name, cells in sorted(cells_of, key=lambda pair: pair[0])]


def funded(user: User) -> list[Organisation]:
    """Only the highest: a unit beside the whole would tell what the other units have."""
    given = organisations_for(user, Role.FUNDER)
    tops: list[Organisation] = []
    for organisation in given:  # by path: what is above comes first
        if not any(organisation.path.startswith(top.path) for top in tops):
            tops.append(organisation)
    return tops
