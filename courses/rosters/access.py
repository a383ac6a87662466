"""What a manager or a facilitator may open."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.learning.access import facilitated
from courses.learning.models import Offering
from courses.people.models import Person
from courses.people.organisations import (
    Membership,
    Organisation,
    OrganisationQuerySet,
    Role,
)
from courses.people.scope import organisations_for
from lms.users.models import User
from lms.users.requests import SignedInRequest

from .models import Outcome, Roster

UNUSABLE = "!"  # what the hash of a password begins with that nobody can type


def facilitated_or_404(request: SignedInRequest, offering: UUID) -> Offering:
    return get_object_or_404(facilitated(request.user), uuid=offering)


def organisations_of(user: User) -> OrganisationQuerySet:
    """Where somebody is one of the people, or manages, and everything below: there a facilitator
    may add people. Another role, such as a funder's, is none among the people."""
    roles = (Role.MEMBER, Role.MANAGER)
    mine = Membership.objects.running().filter(person__user=user, role__in=roles)
    return Organisation.objects.below(Organisation.objects.filter(memberships__in=mine).distinct())


def may_bring_people(user: User, organisation: Organisation, offering: Offering | None) -> bool:
    if manages(user, organisation):
        return True
    if offering is None or not facilitated(user).filter(pk=offering.pk).exists():
        return False
    return organisations_of(user).filter(pk=organisation.pk).exists()


def manages(user: User, organisation: Organisation) -> bool:
    return organisations_for(user, Role.MANAGER).filter(pk=organisation.pk).exists()


def is_by_manager(roster: Roster) -> bool:
    """Whether whoever uploaded it gives seats, and is told whose number it is."""
    return roster.by is not None and manages(roster.by, roster.organisation)


def roster_or_404(request: SignedInRequest, uuid: UUID) -> Roster:
    """Of whoever uploaded it, while they may bring people there."""
    rows = Roster.objects.defer("content").select_related("organisation", "offering__course")
    roster = get_object_or_404(rows, uuid=uuid, by=request.user)
    if not may_bring_people(request.user, roster.organisation, roster.offering):
        raise Http404
    return roster


def has_own_account(prefix: str = "") -> Q:
    """Who signs in without a card: with a password or an e-mail address of theirs."""
    has_password = ~Q(**{f"{prefix}user__password__startswith": UNUSABLE})
    has_email = Q(**{f"{prefix}user__email__isnull": False})
    return Q(**{f"{prefix}user__isnull": False}) & (has_password | has_email)


def people_for_cards(organisation: Organisation) -> "QuerySet[Person, Person]":
    """Members of an organisation and below who cannot sign in without a card; nobody with a role,
    as whoever prints a card can sign in with it, and no minor whose consent was withdrawn."""
    members = Membership.objects.below([organisation]).running().filter(role=Role.MEMBER)
    others = Membership.objects.running().exclude(role=Role.MEMBER)
    people: Any = Person.objects.present().filter(pk__in=members.values("person"))
    people = people.exclude(has_own_account()).exclude(pk__in=others.values("person"))
    people = people.exclude(guardian_consent__withdrawn_at__isnull=False)
    return people.order_by("family_name", "given_name", "pk")


def people_of_roster(user: User, roster: Roster) -> "QuerySet[Person, Person]":
    """For whom who uploaded a list may print cards. A facilitator has no role over people who were
    there before, so for them it is only those whom the list made."""
    rows = roster.rows.filter(is_done=True)
    if not manages(user, roster.organisation):
        rows = rows.filter(outcome=Outcome.NEW)
    return people_for_cards(roster.organisation).filter(pk__in=rows.values("person"))
