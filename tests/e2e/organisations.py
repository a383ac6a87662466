"""Pages of organisations in the running site: the demo ministry, and two people more in it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from courses.models import Membership, Offering, Organisation, OrganisationJob, Person
from courses.people import inviting, placing
from courses.people.organisations import Role
from home.demo import account
from home.demo_organisation import MINISTRY, NORTH, SOUTH
from tests.factories.people import make_person

# Who has several roles; who belongs and may join another unit.
PEOPLE = ("manager", "administrator", "several", "belonging")
DAY = timedelta(days=1)


def make() -> dict[str, str]:
    """Addresses by the name they have in tests/e2e/pages.py."""
    ministry, north, south = (Organisation.objects.get(name=n) for n in (MINISTRY, NORTH, SOUTH))
    several, belonging = make_person("several"), make_person("belonging")
    for role in (Role.REGISTRAR, Role.FUNDER, Role.FOCAL_POINT):
        placing.give_role(person=several, organisation=ministry, role=role)
    mine = placing.join(person=belonging, organisation=north)
    gone = Person.objects.create(given_name="Rosa", family_name="Lima")
    left = placing.join(person=gone, organisation=south, starts_on=timezone.localdate() - 9 * DAY)
    placing.leave(membership=left)
    domain = inviting.ask_for_domain(organisation=south, domain="example.org")
    inviting.approve_domain(domain=domain)
    inviting.ask_for_domain(organisation=ministry, domain="ministry.example")
    untold = Person.objects.get(family_name="Okello")
    job = OrganisationJob.objects.create(
        organisation=ministry,
        by=account("manager"),
        kind="remind",
        state="done",
        result={"sent": 3, "lately": 1, "no_email": [str(untold.uuid)]},
    )
    member = Membership.objects.running().get(person=untold)
    at = {
        "organisation": ("organisations:home", ministry.uuid),
        "organisation_person": ("organisations:person", ministry.uuid, untold.uuid),
        "organisation_former": ("organisations:person", ministry.uuid, gone.uuid),
        "organisation_move": ("organisations:move", ministry.uuid, member.uuid),
        "organisation_end": ("organisations:end", ministry.uuid, member.uuid),
        "organisation_job": ("organisations:job", ministry.uuid, job.uuid),
        "organisation_counts": ("organisations:funder", ministry.uuid),
        "organisation_certificates": ("certificates:of_unit", ministry.uuid),
        "edit_organisation": ("edit_organisation", ministry.uuid),
        "join_domain": ("joining:join_domain", domain.uuid),
        "leave": ("joining:leave", mine.uuid),
        **_invitations(ministry, north),
    }
    return {name: reverse(view, args=args) for name, (view, *args) in at.items()}


def _invitations(ministry: Organisation, north: Organisation) -> dict[str, tuple]:
    until = timezone.now() + 20 * DAY
    open_ = inviting.invite(organisation=ministry, max_uses=30, expires_at=until)
    ended = inviting.invite(organisation=north, max_uses=30, expires_at=until)
    inviting.end_invitation(invitation=ended)
    training = Offering.objects.get(course__slug="training-of-trainers")
    needs = inviting.invite(
        organisation=ministry, max_uses=30, expires_at=until, offering_id=training.pk
    )
    return {
        "join": ("joining:join", open_.token),
        "join_ended": ("joining:join", ended.token),
        "join_needs": ("joining:join", needs.token),
    }
