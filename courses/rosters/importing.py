"""Do what a list was checked for: a thousand rows a transaction, what is done never again."""

from django.db import transaction
from django.db.models import Count, QuerySet

from courses.people.models import Person
from courses.people.organisations import Membership, Organisation, Role

from . import enrolling, invitations
from .matching import Known, known_of, name_key
from .models import IDLE, Outcome, Roster, RosterRow, RosterState

BATCH = 1000
DONE = ("person", "is_done", "outcome", "note")  # what the import says of a row


def pending_of(roster: Roster) -> QuerySet[RosterRow]:
    """What is to be done yet; who looks alike waits until somebody decides."""
    rows = RosterRow.objects.filter(roster=roster, is_done=False).exclude(outcome__in=IDLE)
    return rows.exclude(outcome=Outcome.ALIKE, is_same=None)


@transaction.atomic
def import_batch(roster: Roster) -> bool:
    """The next rows; False once there is none. Raises NoSeatLeft, NotOfTheOrganisation.

    Into what is paid for all rows at once, so that there is a seat for everybody or for nobody.
    The root of the tree is held, so that two lists that name the same new people make them once,
    and the roster, so that two workers never take the same rows.
    """
    root = roster.organisation.get_root()
    Organisation.objects.select_for_update().order_by().get(pk=root.pk)
    if not Roster.objects.select_for_update().filter(pk=roster.pk, state=RosterState.RUNNING):
        return False
    most = None if enrolling.is_paid(roster.offering) else BATCH
    rows = list(pending_of(roster).select_related("unit").order_by("pk")[:most])
    if not rows:
        return False
    _do(roster, rows)
    # As an upsert: a bulk_update is a sentence of a thousand cases, ten times as slow.
    RosterRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("id",), update_fields=DONE
    )
    return True


def _do(roster: Roster, rows: list[RosterRow]) -> None:
    known = known_of(roster, rows)
    by_mail = {row.line for row in rows if row.email and row.email not in known.by_email}
    invitations.invite(roster=roster, rows=(row for row in rows if row.line in by_mail))
    here = [row for row in rows if row.line not in by_mail]
    _make(here, known)
    _join(roster, here)
    if roster.offering_id and roster.offering:
        locales = {row.person_id: row.language for row in here if row.person_id}
        giver = enrolling.Giver(roster.organisation, roster.by, str(roster.uuid))
        enrolling.enrol(offering=roster.offering, locales=locales, giver=giver)
    for row in rows:
        row.is_done = True


def _make(rows: list[RosterRow], known: Known) -> None:
    """A person for each row that is about nobody known by now."""
    new = []
    for row in rows:
        if (match := _match(row, known)) is not None:
            row.person_id = match
            row.outcome = Outcome.ENROLLED  # also where somebody made them since the check
        else:
            row.outcome = Outcome.NEW
            row.person = Person(
                given_name=row.given_name, family_name=row.family_name, language=row.language
            )
            new.append(row)
    Person.objects.bulk_create(row.person for row in new if row.person)
    for row in new:
        row.person_id = row.person.pk if row.person else None


def _match(row: RosterRow, known: Known) -> int | None:
    """As the check did, on what is there now; who looks alike is another one, unless told."""
    if row.outcome == Outcome.ALIKE and row.is_same:
        return row.person_id
    if row.email:
        found = known.by_email.get(row.email)
    elif row.number:
        found = known.by_number.get(row.number)
    else:
        found = known.by_name.get(name_key(row))
    return found.person_id if found else None


def _join(roster: Roster, rows: list[RosterRow]) -> None:
    """A membership for each who has none in the tree; a number for who had none."""
    named = {row.person_id: row for row in rows if row.person_id}
    members = Membership.objects.below([roster.organisation.get_root()]).running()
    members = members.filter(role=Role.MEMBER, person__in=named)
    mine = {membership.person_id: membership for membership in members}
    Membership.objects.bulk_create(
        Membership(person_id=key, organisation=row.unit, service_number=row.number)
        for key, row in named.items()
        if key not in mine
    )
    numbered = []
    for key, membership in mine.items():
        if named[key].number and not membership.service_number:
            membership.service_number = named[key].number
            numbered.append(membership)
    Membership.objects.bulk_update(numbered, ("service_number",))


def counts_of(roster: Roster) -> dict[str, int]:
    rows = roster.rows.order_by("outcome").values_list("outcome")
    return dict(rows.annotate(number=Count("pk")))


def summary(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Each outcome there is, in their order, with its word and number."""
    return [
        (outcome.value, str(outcome.label), counts[outcome.value])
        for outcome in Outcome
        if counts.get(outcome.value)
    ]
