"""Joining, moving, leaving, roles: safe to repeat, and out at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.models import Membership, Organisation
from courses.people import funding, growing, inviting, placing
from courses.people.organisations import Role
from courses.people.scope import organisations_for
from tests.factories.organisations import LONG_AGO, make_member, make_role, make_tree
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


def test_joining_twice_is_joining_once_and_fills_in_the_service_number():
    tree, person = make_tree(), make_person()
    first = placing.join(person=person, organisation=tree.north)
    again = placing.join(person=person, organisation=tree.north, service_number="N-1")
    assert first == again
    assert Membership.objects.get().service_number == "N-1"


def test_who_moves_was_there_until_yesterday_and_is_here_from_today():
    tree = make_tree()
    old = make_member(tree.north)
    old.service_number = "N-7"
    old.save()
    new = placing.move(membership=old, to=tree.south)
    today = timezone.localdate()
    old.refresh_from_db()
    assert (old.ends_on, new.starts_on, new.ends_on) == (today - YESTERDAY, today, None)
    assert (new.organisation, new.service_number) == (tree.south, "N-7")
    assert placing.move(membership=old, to=tree.south) == new
    assert Membership.objects.count() == 2


def test_a_move_to_where_one_is_changes_nothing():
    tree = make_tree()
    here = make_member(tree.north)
    assert placing.move(membership=here, to=tree.north) == here
    assert Membership.objects.running().count() == 1


def test_a_move_to_another_unit_of_theirs_keeps_the_service_number():
    tree = make_tree()
    old = make_member(tree.north)
    Membership.objects.filter(pk=old.pk).update(service_number="N-7")
    there = make_member(tree.south, old.person)
    old.refresh_from_db()
    assert placing.move(membership=old, to=tree.south) == there
    assert Membership.objects.running().get().service_number == "N-7"


def test_who_opens_a_way_in_or_closes_it_is_in_the_history():
    tree, by = make_tree(), make_person().user
    until = timezone.now() + timedelta(days=9)
    invitation = inviting.invite(organisation=tree.north, max_uses=2, expires_at=until, by=by)
    domain = inviting.ask_for_domain(organisation=tree.north, domain="example.org", by=by)
    for _twice in range(2):
        inviting.end_invitation(invitation=invitation, by=by)
        inviting.approve_domain(domain=domain, by=by)
        inviting.ask_for_domain(organisation=tree.north, domain="example.org", by=by)
    for _twice in range(2):
        inviting.remove_domain(domain=domain, by=by)
    entries = ModelLogEntry.objects.filter(user=by).order_by("pk")
    assert [entry.action for entry in entries] == [
        "courses.invite",
        "courses.ask_for_domain",
        "courses.end_invitation",
        "courses.approve_domain",
        "courses.remove_domain",
    ]
    assert {entry.object_id for entry in entries} == {str(tree.north.pk)}


def test_who_came_today_and_moves_or_leaves_today_leaves_no_trace():
    tree = make_tree()
    came = placing.join(person=make_person(), organisation=tree.north)
    moved = placing.move(membership=came, to=tree.south)
    assert Membership.objects.get() == moved
    assert placing.leave(membership=moved) is True
    assert placing.leave(membership=moved) is False
    assert not Membership.objects.exists()


def test_who_has_left_cannot_be_moved():
    tree = make_tree()
    here = make_member(tree.north)
    placing.leave(membership=here)
    with pytest.raises(placing.NotAMember):
        placing.move(membership=here, to=tree.south)
    assert not Membership.objects.running().exists()


def test_a_role_that_ends_reaches_nothing_at_once():
    tree = make_tree()
    manager = make_role(tree.ministry, Role.MANAGER)
    role = Membership.objects.get()
    assert organisations_for(manager.user, Role.MANAGER).count() == 3
    Membership.objects.update(starts_on=LONG_AGO)
    assert placing.end_role(membership=role) is True
    assert not organisations_for(manager.user, Role.MANAGER).exists()
    assert placing.end_role(membership=role) is False


def test_a_role_given_again_is_the_same_role_with_a_new_end():
    tree, person, day = make_tree(), make_person(), timezone.localdate() + YESTERDAY
    mine = {"person": person, "organisation": tree.north, "role": Role.FUNDER}
    assert placing.give_role(**mine) == placing.give_role(**mine, ends_on=day)
    assert Membership.objects.get().ends_on == day


def test_a_role_makes_nobody_a_member():
    tree = make_tree()
    make_role(tree.ministry, Role.MANAGER)
    assert not Membership.objects.members().exists()


def test_the_history_of_an_organisation_says_who_did_what_and_names_nobody():
    tree, by = make_tree(), make_person()
    here = make_member(tree.north)
    placing.move(membership=here, to=tree.south, by=by.user)
    actions = ModelLogEntry.objects.filter(action="courses.move")
    entry = actions.get()
    assert entry.user == by.user
    assert entry.data == {"person": str(here.person.uuid), "role": "member"}


# --- funders -----------------------------------------------------------------------------------


@pytest.mark.parametrize("roles", [(Role.FUNDER, Role.FUNDER), (Role.FUNDER, Role.MANAGER)])
@pytest.mark.parametrize("first", ["whole", "part"])
def test_nobody_counts_the_whole_and_a_part_of_it(roles, first):
    tree, person = make_tree(), make_person()
    places = list(zip((tree.ministry, tree.north), roles, strict=True))
    if first == "part":
        places.reverse()
    (here, role), (there, other) = places
    placing.give_role(person=person, organisation=here, role=role)
    with pytest.raises(funding.CouldSubtract):
        placing.give_role(person=person, organisation=there, role=other)
    assert Membership.objects.get().organisation == here
    placing.end_role(membership=Membership.objects.get())
    assert placing.give_role(person=person, organisation=there, role=other)


def test_of_two_funders_neither_counts_a_part_of_what_the_other_counts():
    tree = make_tree()
    for place in (tree.north, tree.south, tree.north):
        make_role(place, Role.FUNDER)
    with pytest.raises(funding.CouldSubtract):
        make_role(tree.ministry, Role.FUNDER)
    assert make_role(tree.ministry, Role.MANAGER)  # of another person
    assert make_role(tree.elsewhere, Role.FUNDER)


def test_a_unit_with_a_funder_does_not_come_below_another_one():
    tree = make_tree()
    make_role(tree.north, Role.FUNDER)
    make_role(tree.elsewhere, Role.FUNDER)
    with pytest.raises(funding.CouldSubtract):
        growing.change(organisation=tree.north, name="North", parent=tree.elsewhere)
    assert Organisation.objects.get(pk=tree.north.pk).get_parent() == tree.ministry


# --- the tree ----------------------------------------------------------------------------------


def test_a_unit_is_moved_with_all_below_it_and_roles_follow_the_tree():
    tree = make_tree()
    contingent = growing.add(name="Contingent", parent=tree.north)
    manager = make_role(tree.elsewhere, Role.MANAGER)
    growing.change(organisation=tree.north, name="North", parent=tree.elsewhere)
    reached = {o.name for o in organisations_for(manager.user, Role.MANAGER)}
    assert reached == {"Another ministry", "North", "Contingent"}
    assert Organisation.objects.get(pk=contingent.pk).get_parent().name == "North"
    growing.change(
        organisation=Organisation.objects.get(pk=tree.north.pk), name="North", parent=None
    )
    assert Organisation.objects.get(pk=tree.north.pk).is_root()
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_nothing_is_moved_below_itself():
    tree = make_tree()
    below = growing.add(name="Contingent", parent=tree.north)
    for parent in (below, tree.north):
        with pytest.raises(growing.BelowItself):
            growing.change(organisation=tree.north, name="North", parent=parent)
    assert Organisation.find_problems() == ([], [], [], [], [])
