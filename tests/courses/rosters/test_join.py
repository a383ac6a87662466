"""Joining by link, code and domain; leaving; and what is refused."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import (
    EmailDomain,
    Entitlement,
    Invitation,
    InvitationUse,
    Membership,
    Offering,
    Seat,
)
from courses.payments.seats import take_back_seat
from courses.people import inviting, placing
from courses.people.invitations import is_a_domain, not_public
from courses.people.organisations import Role
from courses.rosters import code_limits, joining
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced
from tests.factories.organisations import make_member, make_role, make_tree
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def invite(organisation, *, uses: int = 2, **fields) -> Invitation:
    expires_at = timezone.now() + TOMORROW
    return inviting.invite(
        organisation=organisation, max_uses=uses, expires_at=expires_at, **fields
    )


def test_an_invitation_counts_each_person_once_and_ends_when_it_is_used_up():
    tree, person = make_tree(), make_person()
    invitation = invite(tree.north)
    for _ in range(2):
        joining.join_by_invitation(invitation=invitation, person=person)
    joining.join_by_invitation(invitation=invitation, person=make_person())
    assert Membership.objects.members().count() == InvitationUse.objects.count() == 2
    late = make_person()
    with pytest.raises(inviting.NotOpen):
        joining.join_by_invitation(invitation=invitation, person=late)
    assert not late.memberships.exists()


@pytest.mark.parametrize(
    "change", [{"ended_at": timezone.now()}, {"expires_at": timezone.now() - TOMORROW}]
)
def test_what_has_ended_lets_nobody_in_nor_back_in(client, change):
    tree, person = make_tree(), make_person()
    invitation = invite(tree.north)
    membership = joining.join_by_invitation(invitation=invitation, person=person)
    placing.leave(membership=membership)
    Invitation.objects.update(**change)
    for who in (person, make_person()):
        client.force_login(who.user)
        page = client.post(reverse("joining:join", args=[invitation.token]))
        assert page.status_code == 410
        assert "Nothing was changed" in page.content.decode()
    assert not Membership.objects.members().exists()


def test_whom_a_manager_took_out_comes_back_only_when_let_in_anew(client):
    """Not by a link or a domain from before; whoever left by themselves may change their mind."""
    tree, person, by = make_tree(), make_person(), make_person().user
    old = invite(tree.north)
    domain = inviting.ask_for_domain(organisation=tree.north, domain="example.org")
    inviting.approve_domain(domain=domain)
    domain.refresh_from_db()
    mine, by_domain = reverse("joining:mine"), reverse("joining:join_domain", args=[domain.uuid])
    link = reverse("joining:join", args=[old.token])
    client.force_login(person.user)
    client.post(link)
    placing.leave(membership=person.memberships.get(), by=person.user)
    assert client.post(link).url == mine
    placing.leave(membership=person.memberships.get(), by=by)
    for answer in (client.get(link), client.post(link)):
        assert (answer.status_code, "has ended or moved" in answer.text) == (410, True)
    assert client.post(by_domain).status_code == 404
    assert by_domain not in client.get(mine).text
    with pytest.raises(inviting.NotOpen):
        inviting.accept(invitation=old, person=person)
    assert not person.memberships.exists()
    client.post(reverse("joining:join", args=[invite(tree.north).token]))
    assert person.memberships.get().organisation == tree.north
    assert client.get(link).status_code == 200  # a member again


def test_who_was_let_in_again_may_leave_and_come_back_as_anybody_else(client):
    """That a manager once took them out counts no longer."""
    tree, person, by = make_tree(), make_person(), make_person().user
    link = reverse("joining:join", args=[invite(tree.north).token])
    client.force_login(person.user)
    client.post(link)
    placing.move(membership=person.memberships.get(), to=tree.south, by=by)
    placing.move(membership=person.memberships.get(), to=tree.north, by=by)
    placing.leave(membership=person.memberships.get(), by=person.user)
    assert client.post(link).url == reverse("joining:mine")
    assert person.memberships.get().organisation == tree.north


def test_whom_a_manager_moved_does_not_come_back_beside_the_new_unit(client):
    tree, person = make_tree(), make_person()
    invitation = invite(tree.north)
    joined = joining.join_by_invitation(invitation=invitation, person=person)
    placing.move(membership=joined, to=tree.south, by=make_person().user)
    client.force_login(person.user)
    assert client.post(reverse("joining:join", args=[invitation.token])).status_code == 410
    assert person.memberships.get().organisation == tree.south


def test_before_joining_one_reads_where_and_what_it_will_see(client):
    tree = make_tree()
    address = reverse("joining:join", args=[invite(tree.north).token])
    page = client.get(address).content.decode()
    for words in ("Centre North", "Ministry", "What it then sees of you", "None of them sees"):
        assert words in page
    assert f"?next={address}" in page
    client.post(address)
    assert not Membership.objects.exists()


def test_an_invitation_with_a_course_leads_to_where_one_enrols(client):
    tree, course, person = make_tree(), make_course(), make_person()
    course.offering.admission = "organisation"
    course.offering.save()
    invitation = invite(tree.north, offering_id=course.offering.pk)
    client.force_login(person.user)
    page = client.post(reverse("joining:join", args=[invitation.token]))
    assert page.url == reverse("learning:enrol", args=[course.slug])
    right = Entitlement.objects.get()
    assert (right.source, right.reference) == ("roster", str(invitation.uuid))
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("admission", ["paid", "organisation"])
def test_by_an_invitation_to_what_costs_a_seat_one_gets_it_while_there_is_one(client, admission):
    """Also where it was free when the invitation was made."""
    tree, course = make_tree(), make_course()
    invitation = invite(tree.north, offering_id=course.offering.pk, uses=9)
    make_priced(course.offering)
    Offering.objects.update(admission=admission)
    make_order(course.offering, quantity=1, organisation=tree.ministry)
    first, second = make_person(), make_person()
    join, enrol = reverse("joining:join", args=[invitation.token]), "learning:enrol"
    client.force_login(first.user)
    assert "while it has a place for you" in client.get(join).text
    for _twice in range(2):
        assert client.post(join).url == reverse(enrol, args=[course.slug])
    assert client.get(reverse(enrol, args=[course.slug])).status_code == 200
    client.force_login(second.user)
    assert "no place in it is free" in client.post(join, follow=True).text
    assert second.memberships.exists()
    assert Seat.objects.get().person == first
    assert [right.source for right in Entitlement.objects.all()] == ["seat"]
    make_order(course.offering, quantity=1, organisation=tree.ministry)
    assert client.post(join).url == reverse(enrol, args=[course.slug])


def test_a_seat_that_was_taken_back_is_not_had_again_by_the_same_link():
    tree, course, person = make_tree(), make_course(), make_person()
    make_priced(course.offering)
    make_order(course.offering, quantity=2, organisation=tree.north)
    invitation = invite(tree.north, offering_id=course.offering.pk)
    joining.join_by_invitation(invitation=invitation, person=person)
    take_back_seat(seat=Seat.objects.get(), by=None)
    joining.join_by_invitation(invitation=invitation, person=person)
    assert not Entitlement.objects.running().exists()
    anew = invite(tree.north, offering_id=course.offering.pk)
    joining.join_by_invitation(invitation=anew, person=person)
    assert Seat.objects.running().get().person == person


@pytest.mark.parametrize("is_priced", [False, True])
def test_an_invitation_to_what_is_closed_since_then_lets_one_only_join(client, is_priced):
    tree, course, person = make_tree(), make_course(), make_person()
    Offering.objects.update(admission="organisation")
    if is_priced:
        make_priced(course.offering)
        make_order(course.offering, organisation=tree.north)
    invitation = invite(tree.north, offering_id=course.offering.pk)
    Offering.objects.update(is_open=False)
    client.force_login(person.user)
    join = reverse("joining:join", args=[invitation.token])
    assert "is over or closed" in client.post(join, follow=True).text
    assert person.memberships.exists()
    assert not Entitlement.objects.exists()


def test_a_code_is_found_as_people_type_it_and_joins_nothing_yet(client):
    tree, person = make_tree(), make_person()
    invitation = invite(tree.north)
    client.force_login(person.user)
    typed = invitation.spaced_code.lower().replace("0", "o").replace("1", "l")
    answer = client.post(reverse("joining:code"), {"code": f" {typed} "})
    assert answer.url == reverse("joining:join", args=[invitation.token])
    assert not person.memberships.exists()


def test_codes_are_not_to_be_guessed(client, monkeypatch):
    monkeypatch.setattr(code_limits, "MOST", 2)
    tree, person = make_tree(), make_person()
    invitation = invite(tree.north)
    client.force_login(person.user)
    for _ in range(2):
        page = client.post(reverse("joining:code"), {"code": "0000000000"})
        assert "No invitation has this code now" in page.content.decode()
    assert client.post(reverse("joining:code"), {"code": invitation.code}).status_code == 429


def test_a_class_behind_one_address_types_the_same_code(monkeypatch):
    monkeypatch.setattr(code_limits, "MOST_WRONG", 2)
    invitation = invite(make_tree().north)
    join = reverse("joining:join", args=[invitation.token])
    for _learner in range(3):
        learner = Client()
        learner.force_login(make_person().user)
        assert learner.post(reverse("joining:code"), {"code": invitation.code}).url == join


def test_wrong_codes_of_one_address_end_too_whoever_types_them(monkeypatch):
    monkeypatch.setattr(code_limits, "MOST_WRONG", 2)
    statuses = []
    for _account in range(3):
        visitor = Client()
        visitor.force_login(make_person().user)
        answer = visitor.post(reverse("joining:code"), {"code": "0000000000"})
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 429]


def test_a_verified_address_of_an_approved_domain_may_join(client):
    tree, person = make_tree(), make_person()
    domain = inviting.ask_for_domain(organisation=tree.north, domain="Example.org")
    client.force_login(person.user)
    address, mine = reverse("joining:join_domain", args=[domain.uuid]), reverse("joining:mine")
    assert client.post(address).status_code == 404
    inviting.approve_domain(domain=domain)
    assert address in client.get(mine).content.decode()
    assert client.post(address).url == mine
    assert person.memberships.get().organisation == tree.north
    assert address not in client.get(mine).content.decode()


def test_an_address_that_is_not_verified_lets_nobody_in(client):
    tree, person = make_tree(), make_person()
    domain = inviting.ask_for_domain(organisation=tree.north, domain="example.org")
    inviting.approve_domain(domain=domain)
    EmailAddress.objects.update(verified=False)
    domain.refresh_from_db()
    with pytest.raises(joining.NotYours):
        joining.join_by_domain(domain=domain, person=person, user=person.user)
    assert not person.memberships.exists()


@pytest.mark.parametrize("domain", ["gmail.com", "GMX.de"])
def test_a_domain_where_anybody_has_an_address_is_refused(domain):
    with pytest.raises(ValidationError):
        not_public(domain)


@pytest.mark.parametrize("domain", ["me@ministry.example", "ministry", "a b.example", "-a.example"])
def test_what_is_no_domain_is_refused(domain):
    with pytest.raises(ValidationError):
        is_a_domain(domain)


def test_a_managers_bad_input_is_answered_and_changes_nothing(client):
    tree = make_tree()
    client.force_login(make_role(tree.north, Role.MANAGER).user)
    page = reverse("invitations:list", args=[tree.north.uuid])
    too_late = (timezone.localdate() + timedelta(days=400)).isoformat()
    for data in (
        {"max_uses": ""},
        {"max_uses": 0, "expires_on": "x"},
        {"max_uses": 3, "expires_on": too_late},
    ):
        assert "Please mend this" in client.post(page, data).content.decode()
    asked = reverse("invitations:ask_for_domain", args=[tree.north.uuid])
    answer = client.post(asked, {"domain": "gmail.com"}).content.decode()
    assert "Use a domain of your own" in answer
    assert not Invitation.objects.exists()
    assert not EmailDomain.objects.exists()


def test_a_manager_sees_and_ends_the_invitations_of_all_units_below(client):
    tree = make_tree()
    maker = make_role(tree.north, Role.MANAGER)
    theirs = invite(tree.north, by=maker.user)
    foreign = invite(tree.elsewhere)
    placing.end_role(membership=maker.memberships.get())
    client.force_login(make_role(tree.ministry, Role.MANAGER).user)
    page = client.get(reverse("invitations:list", args=[tree.ministry.uuid])).text
    for words in (theirs.spaced_code, "Centre North", maker.full_name):
        assert words in page
    assert foreign.spaced_code not in page
    for invitation, status in ((theirs, 302), (foreign, 404)):
        end = reverse("invitations:end", args=[tree.ministry.uuid, invitation.uuid])
        assert client.post(end).status_code == status
    assert list(Invitation.objects.filter(ended_at=None)) == [foreign]


def test_anybody_leaves_at_any_time_on_their_own_page(client):
    tree = make_tree()
    membership = make_member(tree.north)
    client.force_login(membership.person.user)
    leave = reverse("joining:leave", args=[membership.uuid])
    assert leave in client.get(reverse("joining:mine")).content.decode()
    client.post(leave)
    assert not Membership.objects.members().running().exists()
    assert client.post(leave).status_code == 404
