"""One row for each enrolment that an organisation may read: on the page, and in files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.editions import content
from courses.learning.access import give_editions
from courses.learning.models import EnrolmentState
from courses.learning.outline import progress_of
from courses.learning.seen import enrolments_seen, is_superseded
from courses.people.models import Person
from courses.people.organisations import Organisation, is_below
from courses.people.searching import is_named

from .standings import RUNNING, TOGETHER, Standing, standing_of_seen

BATCH = 500
FORMER = "former"


@dataclass(frozen=True)
class Record:
    """``percent`` is None of who left. No answer, no score, nothing that somebody wrote."""

    enrolment: UUID
    person: UUID
    name: str
    unit: str
    course: str
    standing: Standing
    is_former: bool
    percent: int | None
    enrolled_on: date
    completed_on: date | None
    valid_until: date | None

    @property
    def may_be_reminded(self) -> bool:
        return self.standing in RUNNING


def records_of(organisation: Organisation, *, now: datetime) -> QuerySet[Any]:
    """With the ``standing``; of a course that was completed again, the last completion."""
    today = timezone.localdate(now)
    rows: QuerySet[Any] = enrolments_seen([organisation]).annotate(
        standing=standing_of_seen(now, today)
    )
    rows = rows.filter(person__in=Person.objects.present())
    done_again = Q(is_theirs=True, state=EnrolmentState.COMPLETED) & is_superseded()
    rows = rows.exclude(done_again).select_related("person__user", "completion")
    return rows.order_by("person__family_name", "person__given_name", "pk")


def narrowed(rows: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
    """By what was chosen in a RecordFilter: a unit with all below it, a course, a state, a name."""
    if unit := wanted.get("unit"):
        below = Organisation.objects.filter(is_below([unit]))
        rows = rows.filter(unit__in=below.values("pk"))
    if course := wanted.get("course"):
        rows = rows.filter(edition__course=course)
    if state := wanted.get("state"):
        standings = TOGETHER.get(state, (state,))
        former = state == FORMER
        rows = rows.filter(is_theirs=False) if former else rows.filter(standing__in=standings)
    return rows.filter(is_named(wanted.get("q", ""), "person__"))


def shown(enrolments: Iterable[Any], units: dict[int, str], locale: str) -> list[Record]:
    """What a page or a file says of each; one query for the ticks of all."""
    rows: list[Any] = list(give_editions(enrolments))
    progress = progress_of([row for row in rows if row.is_theirs])
    return [
        _record(row, units, locale, progress[row.pk].percent if row.is_theirs else None)
        for row in rows
    ]


def _record(row: Any, units: dict[int, str], locale: str, percent: int | None) -> Record:
    done = row.completion if row.shows_completion and hasattr(row, "completion") else None
    if row.standing in (Standing.ENDED, Standing.IN_PROGRESS, Standing.STUCK):
        done = None  # recorded in error
    return Record(
        enrolment=row.uuid,
        person=row.person.uuid,
        name=row.person.full_name or _("No name yet"),
        unit=units.get(row.unit, ""),
        course=content.outline(row.edition, locale).title,
        standing=Standing(row.standing),
        is_former=not row.is_theirs,
        percent=percent,
        enrolled_on=timezone.localdate(row.enrolled_at),
        completed_on=timezone.localdate(done.completed_at) if done else None,
        valid_until=done.valid_until if done else None,
    )


def names_of(organisations: Sequence[Organisation]) -> dict[int, str]:
    return {organisation.pk: organisation.name for organisation in organisations}


# --- files -------------------------------------------------------------------------------------


def table(rows: Iterable[Record]) -> Iterator[list[Any]]:
    """The same rows with a head, as values of cells."""
    yield [
        _("Name"),
        _("Unit"),
        _("Has left"),
        _("Course"),
        _("State"),
        _("Progress in per cent"),
        _("Enrolled on"),
        _("Completed on"),
        _("Valid until"),
    ]
    for row in rows:
        yield [
            row.name,
            row.unit,
            _("yes") if row.is_former else "",
            row.course,
            str(row.standing.label),
            row.percent,
            *(_day(day) for day in (row.enrolled_on, row.completed_on, row.valid_until)),
        ]


def _day(day: date | None) -> str:
    return date_format(day, "Y-m-d") if day else ""
