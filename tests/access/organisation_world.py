"""A ministry with two units, two people in one of them, and everybody who has a role there."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from courses.models import EmailDomain, Invitation, Membership, Organisation, OrganisationJob
from courses.people import growing, inviting, placing
from courses.people.organisations import Role
from courses.people.services import person_for
from lms.users.models import User

GIVEN = {
    "ministry": ("ministry", Role.MANAGER),
    "unit": ("unit", Role.MANAGER),
    "sibling": ("sibling", Role.MANAGER),
    "unit_registrar": ("unit", Role.REGISTRAR),
    "billing": ("ministry", Role.BILLING),
    "focal_point": ("ministry", Role.FOCAL_POINT),
    "funder": ("ministry", Role.FUNDER),
}


@dataclass
class Organisations:
    ministry: Organisation
    unit: Organisation
    sibling: Organisation
    membership: Membership  # the other learner's in the unit; the learner is in it too
    role: Membership  # the funder's
    invitation: Invitation  # to the unit
    domain: EmailDomain  # of the unit, approved: that of everybody's address
    asked: EmailDomain  # of the unit, waiting
    job: OrganisationJob  # a file that the manager of the unit asked for


def make_organisations(users: dict[str, User]) -> Organisations:
    ministry = growing.add(name="Ministry")
    unit, sibling = (growing.add(name=name, parent=ministry) for name in ("Unit", "Sibling"))
    places = {"ministry": ministry, "unit": unit, "sibling": sibling}
    roles = {
        name: placing.give_role(
            person=person_for(user=users[name]), organisation=places[place], role=role
        )
        for name, (place, role) in GIVEN.items()
    }
    placing.join(person=person_for(user=users["learner"]), organisation=unit)
    domain = inviting.ask_for_domain(organisation=unit, domain="example.org")
    inviting.approve_domain(domain=domain)
    return Organisations(
        ministry=ministry,
        unit=unit,
        sibling=sibling,
        membership=placing.join(person=person_for(user=users["other"]), organisation=unit),
        role=roles["funder"],
        invitation=inviting.invite(
            organisation=unit, max_uses=100, expires_at=timezone.now() + timedelta(days=1)
        ),
        domain=domain,
        asked=inviting.ask_for_domain(organisation=unit, domain="ministry.example"),
        job=OrganisationJob.objects.create(
            organisation=unit, by=users["unit"], kind="csv", state="done", content=b"Name"
        ),
    )
