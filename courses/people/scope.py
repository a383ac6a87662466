"""Whom a role in an organisation reaches: the organisation and everything below it."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.users.models import User
from lms.users.requests import SignedInRequest

from .organisations import Membership, Organisation, OrganisationQuerySet


def organisations_for(user: User, *roles: str) -> OrganisationQuerySet:
    """Where somebody has one of these roles today, and everything below; one query to find out."""
    mine = Membership.objects.running().filter(person__user=user, role__in=roles)
    return Organisation.objects.below(Organisation.objects.filter(memberships__in=mine).distinct())


def organisation_or_404(request: SignedInRequest, organisation: UUID, *roles: str) -> Organisation:
    return get_object_or_404(organisations_for(request.user, *roles), uuid=organisation)
