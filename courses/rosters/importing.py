"""Do what a list was checked for: a thousand rows a transaction, what is done never again."""

from django.db import transaction
from django.db.models import Count, QuerySet

from courses.people import placing
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation, Role

from . import enrolling, invitations
from .deciding import decide
from .models import IDLE, Outcome, Roster, RosterRow, RosterState

BATCH = 1000
DONE = ("person", "is_done", "is_same", "outcome", "note")  # what the import says of a row
ENROLS = (Outcome.NEW, Outcome.ENROLLED)
LEFT_OUT = (Outcome.REFUSED, Outcome.ALIKE)


def pending_of(roster: Roster) -> QuerySet[RosterRow]:
    """What is to be done yet; who looks alike waits until somebody decides."""
    rows = RosterRow.objects.filter(roster=roster, is_done=False).exclude(outcome__in=IDLE)
    return rows.exclude(outcome=Outcome.ALIKE, is_same=None)


@transaction.atomic
def import_batch(roster: Roster) -> bool:
    """The next rows; False once there is none. Raises NoSeatLeft, NotOfTheOrganisation,
    PrerequisitesMissing.

    Into what is paid for all rows at once, so that there is a seat for everybody or for nobody.
    The root of the tree is held, so that two lists that name the same new people make them once,
    and the roster, so that two workers never take the same rows.
    """
    root = roster.organisation.get_root()
    # no_key: who joins meanwhile is held, and would wait for the root, as we then for them.
    Organisation.objects.select_for_update(no_key=True).order_by().get(pk=root.pk)
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
    """What is refused by now, or a question again, is left as it is."""
    addresses = decide(roster, rows)
    invitations.invite(roster=roster, rows=rows, addresses=addresses)
    _make(rows)
    _join(roster, rows)
    if roster.offering_id and roster.offering:
        coming = [row for row in rows if row.outcome in ENROLS]
        locales = {row.person_id: row.language for row in coming if row.person_id}
        giver = enrolling.Giver(roster.organisation, roster.by, str(roster.uuid))
        enrolling.enrol(offering=roster.offering, locales=locales, giver=giver)
    for row in rows:
        row.is_done = row.outcome not in LEFT_OUT


def _make(rows: list[RosterRow]) -> None:
    """A person for each row that is about nobody known by now."""
    new = [row for row in rows if row.outcome == Outcome.NEW]
    people = [
        Person(given_name=row.given_name, family_name=row.family_name, language=row.language)
        for row in new
    ]
    for row, person in zip(new, Person.objects.bulk_create(people), strict=True):
        row.person = person


def _join(roster: Roster, rows: list[RosterRow]) -> None:
    """A membership for each who has none in the tree; a number for who had none."""
    named = {row.person_id: row for row in rows if row.person_id and row.outcome not in LEFT_OUT}
    members = Membership.objects.below([roster.organisation.get_root()]).running()
    members = members.filter(role=Role.MEMBER, person__in=named)
    mine = {membership.person_id: membership for membership in members}
    placing.join_many(
        wanted=(
            Membership(person_id=key, organisation=row.unit, service_number=row.number)
            for key, row in named.items()
            if key not in mine
        ),
        by=roster.by,
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
