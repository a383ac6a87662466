"""Whom a role in an organisation reaches, and what of them: the organisation and all below it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from lms.users.models import User
from lms.users.requests import SignedInRequest

from .organisations import Membership, MembershipQuerySet, Organisation, OrganisationQuerySet


def organisations_for(user: User, *roles: str) -> OrganisationQuerySet:
    """Where somebody has one of these roles today, and everything below; one query to find out."""
    mine = Membership.objects.running().filter(person__user=user, role__in=roles)
    return Organisation.objects.below(Organisation.objects.filter(memberships__in=mine).distinct())


def organisation_or_404(request: SignedInRequest, organisation: UUID, *roles: str) -> Organisation:
    return get_object_or_404(organisations_for(request.user, *roles), uuid=organisation)


def members_of(organisations: Iterable[Organisation]) -> MembershipQuerySet:
    """Who belongs there today; whoever was erased is out at once, for lists and for counts."""
    return Membership.objects.members().below(organisations).running().present()


def ever_in(organisations: Iterable[Organisation]) -> MembershipQuerySet:
    """Who belongs there or once did."""
    return Membership.objects.members().below(organisations)


def belongs(organisations: Iterable[Organisation], person: str = "person") -> Exists:
    """Whether the person of a row belongs there today; ``person`` leads to them."""
    return Exists(members_of(organisations).filter(person=OuterRef(person)))


def spells(
    organisations: Iterable[Organisation], moment: str, person: str = "person"
) -> MembershipQuerySet:
    """For a subquery: the memberships within which a moment of the row lies, by whole days."""
    return ever_in(organisations).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(f"{moment}__date")),
        person=OuterRef(person),
        starts_on__lte=OuterRef(f"{moment}__date"),
    )


def tree_spells(
    organisations: Iterable[Organisation], first: str, last: str, person: str = "person"
) -> MembershipQuerySet:
    """For a subquery: the memberships anywhere in the whole tree that touch a time of the row.

    From the moment ``first`` to the date ``last``. A move within a tree hides nothing.
    """
    return (
        Membership.objects.members()
        .in_trees_of(organisations)
        .filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef(f"{first}__date")),
            person=OuterRef(person),
            starts_on__lte=OuterRef(last),
        )
    )
