"""How the people of an organisation are getting on, by unit and course: counted by the database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from courses.editions import content
from courses.editions.models import Course
from courses.learning.models import EnrolmentState
from courses.learning.seen import enrolments_of_members, is_superseded
from courses.people.organisations import Organisation
from courses.people.scope import members_of

from .standings import RUNNING, VALID, Standing, standing_of_members


@dataclass
class Line:
    """One unit or one course; ``people`` of a unit belong there itself, not below it."""

    name: str
    key: str
    people: int = 0
    depth: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def running(self) -> int:
        return sum(self.counts[standing] for standing in RUNNING)

    @property
    def stuck(self) -> int:
        return self.counts[Standing.STUCK]

    @property
    def valid(self) -> int:
        return sum(self.counts[standing] for standing in VALID)

    @property
    def expiring(self) -> int:
        return self.counts[Standing.EXPIRING]

    @property
    def expired(self) -> int:
        return self.counts[Standing.EXPIRED]


@dataclass
class Overview:
    """``people`` belong there today; ``idle`` of them take and completed nothing."""

    total: Line
    units: list[Line]
    courses: list[Line]
    people: int
    idle: int


def overview_of(organisation: Organisation, *, now: datetime, locale: str) -> Overview:
    """Six queries, whatever the size."""
    units = list(Organisation.objects.below([organisation]))
    lines = {
        unit.pk: Line(unit.name, str(unit.uuid), depth=unit.depth - organisation.depth)
        for unit in units
    }
    by_course: dict[int, Line] = {}
    total = Line(organisation.name, str(organisation.uuid))
    for unit, course, standing, number in _counted(units[:1], now=now):
        line = by_course.setdefault(course, Line("", ""))
        for counts in (lines[unit].counts, line.counts, total.counts):
            counts[standing] += number
    people, idle = _people(organisation, lines)
    return Overview(total, list(lines.values()), named(by_course, locale), people, idle)


def _counted(organisations: Sequence[Organisation], *, now: datetime) -> Iterable[tuple]:
    """(unit, course, standing, how many), each enrolment once, the last completion of a course."""
    rows = enrolments_of_members(organisations)
    rows = rows.filter(state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))
    rows = rows.exclude(Q(state=EnrolmentState.COMPLETED) & is_superseded())
    rows = rows.annotate(standing=standing_of_members(now, timezone.localdate(now)))
    return rows.order_by().values_list("unit", "edition__course", "standing").annotate(Count("pk"))


def _people(organisation: Organisation, lines: dict[int, Line]) -> tuple[int, int]:
    """How many there are, and how many of them take nothing; each once, however many units."""
    members = members_of([organisation]).order_by()
    for unit, number in members.values_list("organisation").annotate(Count("person")):
        lines[unit].people = number
    takes = enrolments_of_members([organisation]).readable().filter(person=OuterRef("person"))
    each = Count("person", distinct=True)
    both = members.aggregate(
        people=each, idle=Count("person", distinct=True, filter=~Exists(takes))
    )
    return both["people"], both["idle"]


def named(by_course: dict[int, Line], locale: str) -> list[Line]:
    """With the titles of the courses, in their order; two queries, however many."""
    courses = Course.objects.filter(pk__in=by_course).select_related("current_edition__course")
    editions = [course.current_edition for course in courses if course.current_edition]
    titles = content.titles(editions, locale)
    for course in courses:
        line, edition = by_course[course.pk], course.current_edition
        line.key = str(course.uuid)
        line.name = titles[edition.pk] if edition else course.slug
    return sorted(by_course.values(), key=lambda line: line.name)
