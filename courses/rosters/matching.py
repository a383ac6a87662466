"""Who of a list is known already: by service number within the whole tree, by the e-mail address
of a member, or by the name of somebody of the same unit who has no number. Never by name alone
where there is a number to tell two people apart."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils import timezone

from courses.learning.models import Enrolment, EnrolmentState
from courses.people.organisations import Membership, MembershipQuerySet, Organisation, Role

from .access import has_own_account
from .columns import folded, without_accents
from .declining import declined
from .models import Outcome, Roster, RosterInvitation, RosterRow

CHUNK = 2000  # values in one query


@dataclass(frozen=True)
class Match:
    person_id: int
    given_name: str
    family_name: str
    path: str  # of the unit
    unit: str
    is_running: bool
    email: str  # of their account; the uploader never sees it
    may_return: bool  # by a list, without being asked

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def names_shared(self, row: RosterRow) -> int:
        """0 where nothing is the same, 2 where everything is, in any order; 1 between: spelling
        differs, and people marry."""
        mine, theirs = (_names(one.given_name, one.family_name) for one in (self, row))
        return 2 if mine == theirs else int(bool(mine & theirs))


def _names(*parts: str) -> set[str]:
    return {folded(name) for name in parts if folded(name)}


@dataclass
class Known:
    by_number: dict[str, Match] = field(default_factory=dict)
    by_email: dict[str, Match] = field(default_factory=dict)
    by_name: dict[tuple[int, str], Match] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)  # not to be asked again
    enrolled: set[int] = field(default_factory=set)

    def named(self, row: RosterRow) -> Match | None:
        """Once a list is checked, who is new with a number stays that: the number tells two of one
        name apart."""
        return self.by_name.get(name_key(row)) if _is_by_name(row, self) else None

    def matches(self) -> Iterator[Match]:
        for found in (self.by_number, self.by_email, self.by_name):
            yield from found.values()


def name_key(row: RosterRow) -> tuple[int, str]:
    """Whom a row without a number is about: a name in a unit."""
    return row.unit_id or 0, folded(row.given_name + row.family_name)


def known_of(roster: Roster, rows: Iterable[RosterRow]) -> Known:
    """A query for each few thousand rows, whatever they say."""
    rows, known = list(rows), Known()
    root = roster.organisation.get_root()
    numbers, emails = ([getattr(row, name) for row in rows] for name in ("number", "email"))
    for key, match in _members([root], service_number__in=numbers):
        found = known.by_number.get(key["service_number"])
        if found is None or match.is_running or not found.is_running:  # of two ended the later
            known.by_number[key["service_number"]] = match
    _take_running(known.by_number, root)
    for key, match in _members([roster.organisation], person__user__email__in=emails):
        if match.is_running:
            known.by_email[key["person__user__email"].lower()] = match
    for name, match in _without_number([row for row in rows if _is_by_name(row, known)]):
        known.by_name.setdefault(name, match)
    asked = {match.email for match in known.matches() if not match.is_running}
    known.invited = set(_invited(roster, {*emails, *asked}))
    known.declined = set(declined(root, {*emails, *asked}))
    known.enrolled = set(_enrolled(roster, known))
    return known


def _is_by_name(row: RosterRow, known: Known) -> bool:
    """Whether the name decides."""
    if row.email or row.number in known.by_number:
        return False
    return not row.number or row.pk is None or row.outcome != Outcome.NEW


KEYS = ("pk", "service_number", "person__user__email", "organisation_id")
FIELDS = (
    *("person_id", "person__given_name", "person__family_name", "is_their_own", "has_left"),
    *("organisation__path", "organisation__name", "starts_on", "ends_on"),
)


def _members(
    organisations: list, **condition: Collection[Any]
) -> Iterator[tuple[dict[str, Any], Match]]:
    [(lookup, values)] = condition.items()
    wanted = sorted({value for value in values if value})
    members = Membership.objects.below(organisations).present().filter(role=Role.MEMBER)
    for some in batched(wanted, CHUNK):
        yield from _matches(members.filter(**{lookup: some}))


def _take_running(by_number: dict[str, Match], root: Organisation) -> None:
    """Whose number is of a unit that they left may belong to another one without a number."""
    ended = {match.person_id for match in by_number.values() if not match.is_running}
    running = {
        match.person_id: match
        for _key, match in _members([root], person__in=ended)
        if match.is_running
    }
    for number, match in by_number.items():
        by_number[number] = running.get(match.person_id, match)


def _without_number(rows: list[RosterRow]) -> list[tuple[tuple[int, str], Match]]:
    """Those of their units; a name is folded here, which no database does alike."""
    wanted = {name_key(row) for row in rows}
    units = {unit for unit, _name in wanted}
    members = Membership.objects.running().present().members().filter(organisation__in=units)
    members = members.filter(service_number="")
    matches: dict[int, tuple[tuple[int, str], Match]] = {}
    for condition in _likely(rows):
        for found, match in _matches(members.filter(condition)):
            key = found["organisation_id"], folded(match.given_name + match.family_name)
            if key in wanted:
                matches[found["pk"]] = key, match
    return [matches[pk] for pk in sorted(matches)]


def _likely(rows: list[RosterRow]) -> Iterator[Q]:
    """Everybody for the check. The import decides again on a thousand of its rows, and does not
    read everybody for each: who was found then, and whose family name is written so now."""
    if any(row.pk is None for row in rows):
        yield Q()
        return
    people = {row.person_id for row in rows if row.person_id}
    written = {way for row in rows for way in _ways_to_write(row.family_name)}
    for some in batched(sorted(people), CHUNK):
        yield Q(person__in=some)
    for names in batched(sorted(written), CHUNK):
        yield Q(person__family_name__in=names)


def _ways_to_write(name: str) -> Iterator[str]:
    for one in (name, without_accents(name)):
        yield from (one, one.upper(), one.lower(), one.title())


def _matches(memberships: MembershipQuerySet) -> Iterator[tuple[dict[str, Any], Match]]:
    today = timezone.localdate()
    is_their_own = Case(When(has_own_account("person__"), then=Value(True)), default=Value(False))
    rows = memberships.annotate(is_their_own=is_their_own).order_by("pk").values(*KEYS, *FIELDS)
    for found in rows.iterator():
        ends_on = found["ends_on"]
        match = Match(
            person_id=found["person_id"],
            given_name=found["person__given_name"],
            family_name=found["person__family_name"],
            path=found["organisation__path"],
            unit=found["organisation__name"],
            is_running=found["starts_on"] <= today and (ends_on is None or ends_on >= today),
            email=(found["person__user__email"] or "").lower(),
            may_return=not (found["is_their_own"] or found["has_left"]),
        )
        yield found, match


def _invited(roster: Roster, emails: set[str]) -> Iterator[str]:
    asked = RosterInvitation.objects.filter(
        organisation__path__startswith=roster.organisation.path, offering=roster.offering
    )
    for some in batched(sorted(filter(None, emails)), CHUNK):
        waiting = asked.filter(email__in=some)
        waiting = waiting.exclude(pk__in=waiting.outdated().values("pk"))
        yield from waiting.values_list("email", flat=True)


def _enrolled(roster: Roster, known: Known) -> Iterator[int]:
    """Those who are in the offering, or have completed it."""
    people = {match.person_id for match in known.matches()}
    in_it = (EnrolmentState.ACTIVE, EnrolmentState.INVITED, EnrolmentState.COMPLETED)
    rows = Enrolment.objects.filter(offering=roster.offering, state__in=in_it)
    if roster.offering_id is None:
        return
    for some in batched(sorted(people), CHUNK):
        yield from rows.filter(person__in=some).values_list("person_id", flat=True)
