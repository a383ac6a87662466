"""The rows of organisations: whoever has a role there, beside it, above it; and who belongs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from .row import (
    MANAGERS,
    NONE,
    OK,
    ON,
    PEOPLE,
    Row,
    everybody,
    get,
    only,
    post,
    signed_in,
    staff,
    to,
)

if TYPE_CHECKING:
    from .world import World

OURS = ("ministry", "unit")  # who manages the unit: from above, or itself
SIGNED_IN = tuple(person for person in PEOPLE if person != "nobody")
MEMBERS = ("learner", "other")


def organisation_rows(world: "World") -> Iterator[Row]:
    yield from _desks(world)
    yield from _records(world)
    yield from _people(world)
    yield from _invitations(world)
    yield from _joining(world)
    yield from _certificates(world)


def _desks(world: "World") -> Iterator[Row]:
    here = world.organisations
    own = {name: to("organisations:home", getattr(here, name).uuid) for name in MANAGERS}
    others = dict.fromkeys(("unit_registrar", "billing", "focal_point", "funder", "payer"), OK)
    yield get("organisations:index", only() | own | others)
    yield get("organisations:home", only(*OURS), here.unit.uuid)
    yield get("organisations:home", only("ministry"), here.ministry.uuid)
    yield get("organisations:home", only("ministry", "sibling"), here.sibling.uuid)
    yield get("organisations:funder", only("funder"), here.ministry.uuid)
    yield get("organisations:funder", only(), here.unit.uuid)  # it would tell of the other unit


def _records(world: "World") -> Iterator[Row]:
    unit, rows = (
        world.organisations.unit.uuid,
        to("organisations:records", world.organisations.unit.uuid),
    )
    job = world.organisations.job.uuid
    chosen = {"enrolment": [world.others.uuid]}
    yield get("organisations:records", only(*OURS), unit)
    yield get("organisations:export", signed_in(rows), unit)
    yield post("organisations:export", only(*OURS), unit, data={"kind": "csv"})
    yield get("organisations:remind", signed_in(rows), unit)
    reminded = only(*OURS, answer=ON)
    yield post("organisations:remind", reminded, unit, data=chosen, changed_by=OURS)
    for name in ("organisations:job", "organisations:job_file"):
        yield get(name, only("unit"), unit, job)


def _people(world: "World") -> Iterator[Row]:
    here, unit = world.organisations, world.organisations.unit.uuid
    people, member = to("organisations:people", unit), here.membership
    theirs, stranger = member.person.uuid, world.stranger.person.uuid
    yield get("organisations:people", only(*OURS), unit)
    yield get("organisations:person", only(*OURS), unit, theirs)
    yield get("organisations:person", only(), here.sibling.uuid, theirs)
    yield get("organisations:person", only(), unit, stranger)
    wanted = {"person": [theirs], "offering": world.stranger.offering.uuid}
    yield get("organisations:enrol", signed_in(people), unit)
    enrolled = only(*OURS, answer=people)
    yield post("organisations:enrol", enrolled, unit, data=wanted, changed_by=OURS)
    nobody = {"person": [stranger], "offering": world.stranger.offering.uuid}
    yield post("organisations:enrol", enrolled, unit, data=nobody)
    yield from _moves(world)


def _moves(world: "World") -> Iterator[Row]:
    here, member = world.organisations, world.organisations.membership.uuid
    unit, ministry, sibling = here.unit.uuid, here.ministry.uuid, here.sibling.uuid
    yield get("organisations:move", only(*OURS), unit, member)
    yield get("organisations:end", only(*OURS), unit, member)
    there = to("organisations:person", ministry, here.membership.person.uuid)
    moved, data = only("ministry", answer=there), {"to": sibling}
    yield post("organisations:move", moved, ministry, member, data=data, changed_by=("ministry",))
    yield post("organisations:move", only(*OURS), unit, member, data=data)  # not a unit of it
    for name in ("organisations:move", "organisations:end"):
        yield post(name, only(), sibling, member, data=data)
    ended = only(*OURS, answer=to("organisations:people", unit))
    yield post("organisations:end", ended, unit, member, changed_by=OURS)


def _invitations(world: "World") -> Iterator[Row]:
    here, unit = world.organisations, world.organisations.unit.uuid
    page = to("invitations:list", unit)
    back, tomorrow = only(*OURS, answer=page), timezone.localdate() + timedelta(days=1)
    data = {"max_uses": 3, "expires_on": tomorrow.isoformat()}
    yield get("invitations:list", only(*OURS), unit)
    yield post("invitations:list", back, unit, data=data, changed_by=OURS)
    for name, args, fields in (
        ("invitations:end", (unit, here.invitation.uuid), {}),
        ("invitations:ask_for_domain", (unit,), {"domain": "another.example"}),
        ("invitations:remove_domain", (unit, here.asked.uuid), {}),
    ):
        yield get(name, signed_in(page), *args)
        yield post(name, back, *args, data=fields, changed_by=OURS)
    elsewhere = here.sibling.uuid, here.invitation.uuid
    yield post("invitations:end", only(), *elsewhere)


def _joining(world: "World") -> Iterator[Row]:
    here, mine = world.organisations, to("joining:mine")
    token, invited = here.invitation.token, to("joining:join", here.invitation.token)
    yield get("joining:mine", signed_in())
    yield get("joining:code", signed_in(mine))
    yield post("joining:code", signed_in(invited), data={"code": here.invitation.code})
    yield get("joining:join", everybody(), token)
    yield get("joining:join", everybody(NONE), "made-up")
    yield post("joining:join", everybody(mine, nobody=OK), token, changed_by=SIGNED_IN)
    left = only("other", answer=mine)
    yield get("joining:leave", only("other"), here.membership.uuid)
    yield post("joining:leave", left, here.membership.uuid, changed_by=("other",))
    new = tuple(person for person in SIGNED_IN if person not in MEMBERS)
    yield get("joining:join_domain", signed_in(), here.domain.uuid)
    yield post("joining:join_domain", signed_in(mine), here.domain.uuid, changed_by=new)
    yield get("joining:join_domain", only(), here.asked.uuid)
    yield post("joining:join_domain", only(), here.asked.uuid)


def _certificates(world: "World") -> Iterator[Row]:
    unit, ministry = world.organisations.unit.uuid, world.organisations.ministry.uuid
    us = ("unit_registrar",)
    yield get("certificates:of_unit", only(*us), unit)
    yield get("certificates:of_unit", only(), ministry)
    yield get("certificates:of_unit_file", signed_in(to("certificates:of_unit", unit)), unit)
    yield post("certificates:of_unit_file", only(*us), unit)


def organisation_admin_rows(world: "World") -> Iterator[Row]:
    here, us = world.organisations, ("administrator",)
    unit, tree = here.unit.uuid, to("organisation_tree")
    page = to("edit_organisation", unit)
    yield get("organisation_tree", staff(*us))
    yield get("add_organisation", staff(*us))
    added = staff(*us, answer=ON)
    yield post("add_organisation", added, data={"name": "Another"}, changed_by=us)
    yield get("edit_organisation", staff(*us), unit)
    kept, data = staff(*us, answer=page), {"name": "Other"}
    yield post("edit_organisation", kept, unit, data=data, changed_by=us)
    role = {"email": "learner@example.org", "role": "registrar"}
    yield get("give_role", kept, unit)
    yield post("give_role", kept, unit, data=role, changed_by=us)
    ministry = here.ministry.uuid
    ended = staff(*us, answer=to("edit_organisation", ministry))
    yield get("end_role", ended, ministry, here.role.uuid)
    yield post("end_role", ended, ministry, here.role.uuid, changed_by=us)
    yield get("approve_domain", staff(*us, answer=tree), here.asked.uuid)
    yield post("approve_domain", kept, here.asked.uuid, changed_by=us)
    yield get("refuse_domain", staff(*us, answer=tree), here.asked.uuid)
    yield post("refuse_domain", staff(*us, answer=tree), here.asked.uuid, changed_by=us)
