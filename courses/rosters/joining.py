"""Somebody joins an organisation themselves, and gets the right that an invitation brings."""

from django.db import transaction

from courses.learning.models import Entitlement
from courses.learning.services import entitle
from courses.payments.seats import costs_a_seat
from courses.people import inviting, placing
from courses.people.invitations import EmailDomain, Invitation
from courses.people.models import Person
from courses.people.organisations import Membership
from lms.users.models import User


class NotYours(ValueError):
    """No verified address of the account is of this domain, or staff have not approved it."""


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, person: Person) -> Membership:
    """Safe to repeat. Raises inviting.NotOpen.

    To what costs a seat, and did not when the invitation was made, it brings no right.
    """
    membership = inviting.accept(invitation=invitation, person=person)
    if invitation.offering and not costs_a_seat(invitation.offering):
        entitle(
            person=person,
            offering=invitation.offering,
            source=Entitlement.Source.ROSTER,
            reference=str(invitation.uuid),
        )
    return membership


@transaction.atomic
def join_by_domain(*, domain: EmailDomain, person: Person, user: User) -> Membership:
    """Safe to repeat. Raises NotYours."""
    if not inviting.has_address_of(user, domain):
        raise NotYours(domain.pk)
    return placing.join(person=person, organisation=domain.organisation)
