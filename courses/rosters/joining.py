"""Somebody joins an organisation themselves, and gets the right that an invitation brings."""

from contextlib import suppress

from django.db import transaction

from courses.payments.seats import NoSeatLeft, NotOfTheOrganisation, was_taken_back
from courses.people import inviting, placing
from courses.people.invitations import EmailDomain, Invitation
from courses.people.models import Person
from courses.people.organisations import Membership
from lms.users.models import User

from . import enrolling


class NotYours(ValueError):
    """No verified address of the account is of this domain, or staff have not approved it."""


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, person: Person) -> Membership:
    """Safe to repeat. Raises inviting.NotOpen.

    Where its course costs a seat they get one. Where none is left, or they have not completed what
    is needed first, they only join; who comes again may get one then.
    """
    membership = inviting.accept(invitation=invitation, person=person)
    with suppress(NoSeatLeft, NotOfTheOrganisation):
        _entitle(invitation, person)
    return membership


def _entitle(invitation: Invitation, person: Person) -> None:
    """To nothing that is over, and with no seat that was taken back since it was made."""
    offering = invitation.offering
    if offering is None or enrolling.refusal(offering, may_give_seats=True):
        return
    if was_taken_back(offering=offering, person=person, since=invitation.created_at):
        return
    giver = enrolling.Giver(invitation.organisation, invitation.created_by, str(invitation.uuid))
    enrolling.entitle_who_comes(offering=offering, person=person, giver=giver)


@transaction.atomic
def join_by_domain(*, domain: EmailDomain, person: Person, user: User) -> Membership:
    """Safe to repeat. Raises NotYours."""
    if not inviting.has_address_of(user, domain):
        raise NotYours(domain.pk)
    return placing.join(person=person, organisation=domain.organisation)
