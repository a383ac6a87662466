"""Which organisations somebody has a role in, and with it which pages they may open."""

import uuid
from dataclasses import dataclass, field

from courses.people.organisations import Membership, Organisation, Role
from courses.people.scope import organisation_or_404, organisations_for
from courses.rosters.minors import may_add_minors
from lms.users.models import User
from lms.users.requests import SignedInRequest


@dataclass
class Desk:
    """An organisation with the roles that somebody was given in it."""

    organisation: Organisation
    roles: list[Role] = field(default_factory=list)

    @property
    def manages(self) -> bool:
        return Role.MANAGER in self.roles

    @property
    def registers(self) -> bool:
        return Role.REGISTRAR in self.roles

    @property
    def bills(self) -> bool:
        return Role.BILLING in self.roles

    @property
    def funds(self) -> bool:
        return Role.FUNDER in self.roles


def desks_of(user: User) -> list[Desk]:
    """One query."""
    rows = Membership.objects.running().filter(person__user=user).exclude(role=Role.MEMBER)
    found: dict[int, Desk] = {}
    for row in rows.select_related("organisation").order_by("organisation__path", "role"):
        desk = found.setdefault(row.organisation_id, Desk(row.organisation))
        desk.roles.append(Role(row.role))
    return list(found.values())


def managed_or_404(request: SignedInRequest, organisation: uuid.UUID) -> Organisation:
    return organisation_or_404(request, organisation, Role.MANAGER)


def doors_of(user: User, organisation: Organisation) -> dict[str, bool]:
    """Which other pages of the organisation a manager may open; two queries."""
    bills = organisations_for(user, Role.BILLING).filter(pk=organisation.pk)
    return {"may_bill": bills.exists(), "may_add_minors": may_add_minors(organisation)}
