"""Who stands in a list with an e-mail address is asked, and joins by saying yes.

The uploader learns nothing about the account behind an address, not even whether there is one.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone, translation

from courses.learning.prerequisites import PrerequisitesMissing, asked_first
from courses.payments.seats import NoSeatLeft, NotOfTheOrganisation
from courses.people import mail, placing
from courses.people.models import Person
from courses.people.organisations import Organisation
from courses.people.removals import was_taken_out
from courses.people.scope import members_of
from courses.people.services import person_for
from lms.users.models import User

from . import enrolling
from .access import is_by_manager
from .models import Outcome, Roster, RosterInvitation, RosterRow

KEPT_FOR = timedelta(days=90)
ONE_DAY = timedelta(days=1)


def letters_left(by: User | None) -> int:
    """How many more people the lists of somebody may invite today: by the rows that were done, as
    an invitation goes when it is answered."""
    rosters = Roster.objects.filter(by=by, queued_at__gt=timezone.now() - ONE_DAY)
    rows = RosterRow.objects.filter(roster__in=rosters, outcome=Outcome.INVITED, is_done=True)
    return max(0, settings.INVITATIONS_PER_DAY - rows.count())


def invite(*, roster: Roster, rows: Iterable[RosterRow], addresses: Mapping[int, str]) -> None:
    """Those for whose lines there is an address: one invitation an address, organisation and
    offering; asked once."""
    may_give_seats = is_by_manager(roster)
    wanted = [
        RosterInvitation(
            organisation=row.unit,
            offering=roster.offering,
            roster=str(roster.uuid),
            may_give_seats=may_give_seats,
            email=addresses[row.line],
            given_name=row.given_name,
            family_name=row.family_name,
            language=row.language,
        )
        for row in rows
        if row.line in addresses
    ]
    before = RosterInvitation.objects.filter(email__in=addresses.values())
    before.outdated().delete()  # the new ones take their place
    RosterInvitation.objects.bulk_create(wanted, ignore_conflicts=True)
    uuids = [invitation.uuid for invitation in wanted]
    made = RosterInvitation.objects.filter(uuid__in=uuids).values_list("pk", flat=True)
    for key in made:
        transaction.on_commit(partial(send_invitation.enqueue, key), robust=True)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_invitation(key: int) -> None:
    invitation = (
        RosterInvitation.objects.select_related("organisation", "offering__course")
        .filter(pk=key)
        .first()
    )
    if invitation is None:  # accepted or taken away meanwhile
        return
    data = {"invitation": invitation, "base_url": settings.BASE_URL}
    with translation.override(invitation.language or settings.LANGUAGE_CODE):
        data["needed"] = asked_first(invitation.offering) if invitation.offering else ""
        texts = {
            part: render_to_string(f"emails/roster_invitation/{part}", data)
            for part in ("subject.txt", "body.txt", "body.html")
        }
    subject = " ".join(texts["subject.txt"].split())
    message = EmailMultiAlternatives(subject, texts["body.txt"], to=[invitation.email])
    message.attach_alternative(texts["body.html"], "text/html")
    message.send()


def to_be_declined(uuid: UUID) -> RosterInvitation | None:
    """For whoever has the letter: nobody needs an account to be left alone."""
    return RosterInvitation.objects.select_related("organisation").filter(uuid=uuid).first()


def for_user(user: User, uuid: UUID) -> RosterInvitation | None:
    """Only who has confirmed the address it was sent to may see it, or say yes; and nobody whom
    the organisation has taken out since."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    found = RosterInvitation.objects.select_related("organisation", "offering__course")
    invitation = found.filter(uuid=uuid).first()
    mine = {address.lower() for address in confirmed.values_list("email", flat=True)}
    if invitation is None or invitation.email.lower() not in mine:
        return None
    person, unit = Person.objects.for_user(user).first(), invitation.organisation
    is_out = was_taken_out(person, organisation=unit, since=invitation.created_at)
    return None if is_out else invitation


def belongs_already(invitation: RosterInvitation, user: User) -> Organisation | None:
    """The unit of the same organisation where they are, and stay; saying yes moves nobody."""
    here = members_of([invitation.organisation.get_root()]).filter(person__user=user)
    rows = here.select_related("organisation").order_by("pk")
    mine = rows.filter(organisation=invitation.organisation).first() or rows.first()
    return mine.organisation if mine else None


@transaction.atomic
def accept(*, invitation: RosterInvitation, user: User) -> bool:
    """Become a member, if they are none in the organisation, and take part in the offering.

    The names of the list only where none is.

    False where somebody is a member now, but the offering is over, no seat of it was left, or
    another course has to be completed first; then they get the right where it costs no seat.
    Saying yes twice at once is saying it once.
    """
    if not RosterInvitation.objects.select_for_update().filter(pk=invitation.pk).first():
        return True
    person = person_for(user=user)
    if not person.full_name:
        person.given_name, person.family_name = invitation.given_name, invitation.family_name
        person.save(update_fields=["given_name", "family_name"])
    if belongs_already(invitation, user) is None:
        placing.join(person=person, organisation=invitation.organisation, by=user)
    is_enrolled = _enrol(invitation, person)
    invitation.delete()
    return is_enrolled


def _enrol(invitation: RosterInvitation, person: Person) -> bool:
    offering = invitation.offering
    if offering is None:
        return True
    if enrolling.refusal(offering, may_give_seats=invitation.may_give_seats):
        return False
    locales = {person.pk: invitation.language or settings.LANGUAGE_CODE}
    giver = enrolling.Giver(invitation.organisation, None, invitation.roster)
    with suppress(NoSeatLeft, NotOfTheOrganisation):
        try:
            enrolling.enrol(offering=offering, locales=locales, giver=giver)
            return True
        except PrerequisitesMissing:
            enrolling.entitle_who_comes(offering=offering, person=person, giver=giver)
    return False


def forget(*, now: datetime | None = None) -> int:
    old = RosterInvitation.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR)
    return old.delete()[0]
