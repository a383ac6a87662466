"""Who of a list is known already: by service number within the whole tree, by the e-mail address
of a member, or by the name of somebody of the same unit who has no number. Never by name alone
where there is a number to tell two people apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.utils import timezone

from courses.learning.models import Enrolment, EnrolmentState
from courses.people.organisations import Membership, Role

from .columns import folded
from .models import Roster, RosterInvitation, RosterRow

CHUNK = 2000  # values in one query


@dataclass(frozen=True)
class Match:
    person_id: int
    given_name: str
    family_name: str
    path: str  # of the unit
    unit: str
    is_running: bool

    def is_called(self, row: RosterRow) -> bool:
        """Whether one of the names is the same: spelling differs, and people marry."""
        mine = {folded(name) for name in (self.given_name, self.family_name)}
        return bool(mine & {folded(name) for name in (row.given_name, row.family_name) if name})


@dataclass
class Known:
    by_number: dict[str, Match] = field(default_factory=dict)
    by_email: dict[str, Match] = field(default_factory=dict)
    by_name: dict[tuple[int, str], Match] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)
    enrolled: set[int] = field(default_factory=set)


def name_key(row: RosterRow) -> tuple[int, str]:
    """Whom a row without a number is about: a name in a unit."""
    return row.unit_id or 0, folded(row.given_name + row.family_name)


def known_of(roster: Roster, rows: Iterable[RosterRow]) -> Known:
    """A query for each few thousand rows, whatever they say."""
    rows, known = list(rows), Known()
    root = roster.organisation.get_root()
    numbers, emails = ([getattr(row, name) for row in rows] for name in ("number", "email"))
    for key, match in _members([root], service_number__in=numbers):
        if match.is_running or key["service_number"] not in known.by_number:
            known.by_number[key["service_number"]] = match
    for key, match in _members([roster.organisation], person__user__email__in=emails):
        if match.is_running:
            known.by_email[key["person__user__email"].lower()] = match
    if any(not row.email for row in rows):
        for key, match in _nameless_numbers(roster):
            name = folded(match.given_name + match.family_name)
            known.by_name.setdefault((key["organisation_id"], name), match)
    known.invited = set(_invited(roster, emails))
    known.enrolled = set(_enrolled(roster, known))
    return known


KEYS = ("service_number", "person__user__email", "organisation_id")
FIELDS = (
    *("person_id", "person__given_name", "person__family_name"),
    *("organisation__path", "organisation__name", "starts_on", "ends_on"),
)


def _members(organisations: list, **condition: list[str]) -> Iterator[tuple[dict[str, Any], Match]]:
    [(lookup, values)] = condition.items()
    wanted = sorted({value for value in values if value})
    members = Membership.objects.below(organisations).present().filter(role=Role.MEMBER)
    for some in batched(wanted, CHUNK):
        yield from _matches(members.filter(**{lookup: some}))


def _nameless_numbers(roster: Roster) -> Iterator[tuple[dict[str, Any], Match]]:
    members = Membership.objects.below([roster.organisation]).running().present()
    yield from _matches(members.filter(role=Role.MEMBER, service_number=""))


def _matches(memberships: Any) -> Iterator[tuple[dict[str, Any], Match]]:
    today = timezone.localdate()
    for found in memberships.order_by("pk").values(*KEYS, *FIELDS):
        ends_on = found["ends_on"]
        match = Match(
            person_id=found["person_id"],
            given_name=found["person__given_name"],
            family_name=found["person__family_name"],
            path=found["organisation__path"],
            unit=found["organisation__name"],
            is_running=found["starts_on"] <= today and (ends_on is None or ends_on >= today),
        )
        yield found, match


def _invited(roster: Roster, emails: list[str]) -> Iterator[str]:
    asked = RosterInvitation.objects.filter(
        organisation__path__startswith=roster.organisation.path, offering=roster.offering
    )
    for some in batched(sorted(filter(None, set(emails))), CHUNK):
        yield from asked.filter(email__in=some).values_list("email", flat=True)


def _enrolled(roster: Roster, known: Known) -> Iterator[int]:
    """Those who are in the offering, or have completed it."""
    people = {
        match.person_id
        for found in (known.by_number, known.by_email, known.by_name)
        for match in found.values()
    }
    in_it = (EnrolmentState.ACTIVE, EnrolmentState.INVITED, EnrolmentState.COMPLETED)
    rows = Enrolment.objects.filter(offering=roster.offering, state__in=in_it)
    if roster.offering_id is None:
        return
    for some in batched(sorted(people), CHUNK):
        yield from rows.filter(person__in=some).values_list("person_id", flat=True)
