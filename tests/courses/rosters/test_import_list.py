"""A list of people: checked without changing anything, imported, and imported again."""

import difflib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.models import (
    Enrolment,
    Entitlement,
    Membership,
    Person,
    RecordView,
    RosterInvitation,
    Seat,
)
from courses.people import erasure, placing
from courses.people.organisations import Role
from courses.people.services import person_for
from courses.rosters import importing, matching, rosters
from courses.rosters.access import people_for_cards
from courses.rosters.models import Outcome, RosterState
from lms.users.models import User
from tests.courses.rosters.lists import (
    checked,
    imported,
    make_manager,
    make_tree,
    names,
    outcomes,
    text,
)
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced
from tests.factories.people import make_person, make_user

pytestmark = pytest.mark.django_db

LIST = text("Amina,Yusuf,ke-20417,,en", "Jean,Mukendi,,contingent b,", "Ana,Díaz,ana@example.org,,")


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


@pytest.fixture
def offering():
    return make_course(quiz=False, lessons=1).offering


def test_a_check_changes_nothing_and_says_what_would_happen(tree, manager, offering):
    before = (Person.objects.count(), Membership.objects.count())
    roster = checked(tree[0], LIST, manager, offering)
    assert (roster.state, roster.counts) == (RosterState.CHECKED, {"invited": 1, "new": 2})
    assert (Person.objects.count(), Membership.objects.count()) == before
    assert not RosterInvitation.objects.exists()


def test_an_import_makes_people_members_and_enrolments(tree, manager, offering):
    roster = imported(tree[0], LIST, manager, offering)
    assert roster.state == RosterState.DONE
    assert names() == ["Amina Yusuf", "Jean Mukendi"]
    amina, jean = Person.objects.filter(user=None).order_by("pk")
    assert (amina.memberships.get().service_number, amina.language) == ("KE-20417", "en")
    assert jean.memberships.get().organisation == tree[2]
    for person in (amina, jean):
        assert person.enrolments.get().edition == offering.course.current_edition
        right = person.entitlements.get()
        assert (right.source, right.reference) == ("roster", str(roster.uuid))


def test_the_same_list_again_changes_nothing(tree, manager, offering):
    imported(tree[0], LIST, manager, offering)
    models = (Person, Membership, Enrolment, Entitlement, RosterInvitation)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    again = checked(tree[0], LIST, manager, offering)
    assert again.counts == {"known": 3}
    rosters.confirm(roster=again)
    rosters.work.func(str(again.uuid))
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_known_people_are_enrolled_in_another_course(tree, manager, offering):
    imported(tree[0], LIST, manager)
    roster = imported(tree[0], LIST, manager, offering)
    assert roster.counts == {"enrolled": 2, "invited": 1}
    assert Enrolment.objects.count() == 2
    assert len(names()) == 2


def test_two_people_of_one_name_are_told_apart_by_number_and_refused_without(tree, manager):
    rows = ("Amina,Yusuf,1,,", "Amina,Yusuf,2,,", "Jean,Mukendi,,,", "jean,MUKENDI,,,")
    roster = imported(tree[0], text(*rows), manager)
    assert names() == ["Amina Yusuf", "Amina Yusuf"]
    found = outcomes(roster)
    assert [outcome for outcome, _note in found] == ["new", "new", "refused", "refused"]
    assert "Add a service number" in found[2][1]


def test_the_second_row_with_a_number_is_refused_and_names_the_first(tree, manager):
    roster = checked(tree[0], text("Amina,Yusuf,7,,", "Jean,Mukendi,7,,"), manager)
    assert outcomes(roster)[1] == (
        "refused",
        "Line 2 has the same number or address. Keep one of the two.",
    )


def test_a_number_of_somebody_else_is_refused(tree, manager):
    imported(tree[0], text("Amina,Yusuf,7,,"), manager)
    [(outcome, note)] = outcomes(checked(tree[0], text("Jean,Mukendi,7,,"), manager))
    assert (outcome, note) == (
        "refused",
        "This number belongs to Amina Yusuf. Correct the number, or the name.",
    )


def test_a_number_from_a_sibling_unit_is_refused_without_a_name(tree, manager):
    imported(tree[0], text("Amina,Yusuf,7,Contingent B,"), manager)
    other = make_manager(tree[1])
    [(outcome, note)] = outcomes(checked(tree[1], text("Amina,Yusuf,7,,"), other))
    assert outcome == "refused"
    assert "another part of your organisation" in note
    assert "Yusuf" not in note


def test_a_unit_outside_is_unknown_and_near_ones_are_named(tree, manager):
    roster = checked(tree[0], text("A,B,1,Contingent C,", "A,C,2,Ministry of Defense,"), manager)
    (first, why), (second, near) = outcomes(roster)
    assert (first, second) == ("refused", "refused")
    assert "“Contingent A”" in why
    assert "“Ministry of Defence”" in near
    [(outcome, note)] = outcomes(checked(tree[1], text("A,B,1,Contingent B,"), manager))
    assert outcome == "refused"
    assert "Contingent B”?" not in note


def test_each_batch_reads_only_whom_its_rows_could_mean(tree, manager, monkeypatch):
    imported(tree[0], text(*(f"Ana,Other {c}{d},,," for c in "ABCDE" for d in "ABCDE")), manager)
    rows = ("Amina,Yusuf,,,", "Jean,Mukendi,,,", "Zoë,N’Diaye,,,")
    roster = checked(tree[0], text(*rows), manager)
    monkeypatch.setattr(importing, "BATCH", 1)
    read, match = [], matching.Match
    monkeypatch.setattr(
        matching, "Match", lambda **fields: read.append(fields["family_name"]) or match(**fields)
    )
    rosters.confirm(roster=roster)
    for _batch in range(4):
        rosters.work.func(str(roster.uuid))
    roster.refresh_from_db()
    assert (roster.state, names()[-3:]) == (
        RosterState.DONE,
        ["Amina Yusuf", "Jean Mukendi", "Zoë N’Diaye"],
    )
    assert read == []


def test_who_came_since_the_check_is_found_however_the_name_is_written(tree, manager, offering):
    imported(tree[0], text("Élise,Dupônt,,,"), manager)
    rows = ("Elise,DUPONT,,,", "ZOË,N'DIAYE,,,", "aña,díaz,,,")
    late = checked(tree[0], text(*rows), manager, offering)
    imported(tree[0], text("Zoë,n'diaye,,,", "Ana,Diaz,,,"), manager)
    rosters.confirm(roster=late)
    rosters.work.func(str(late.uuid))
    assert names() == ["Élise Dupônt", "Zoë n'diaye", "Ana Diaz"]
    assert Enrolment.objects.count() == 3


def test_a_misspelt_unit_is_looked_for_once_however_many_rows_have_it(tree, manager, monkeypatch):
    looked, look = [], difflib.get_close_matches
    monkeypatch.setattr(
        difflib, "get_close_matches", lambda *args, **how: looked.append(args) or look(*args, **how)
    )
    words = ("Contigent A", "contigent a", "Elsewhere entirely", "elsewhere  entirely")
    rows = [f"A,B,{at},{word}," for at, word in enumerate(words * 5)]
    notes = [note for _outcome, note in outcomes(checked(tree[0], text(*rows), manager))]
    assert len(looked) == 2
    assert [("Did you mean" in note, "Leave it empty" in note) for note in notes] == [
        *((True, False), (True, False), (False, True), (False, True)),
    ] * 5


def test_who_looks_alike_waits_for_a_decision(tree, manager):
    imported(tree[0], text("Amina,Yusuf,,,"), manager)
    roster = checked(tree[0], text("Amina,Yusuf,7,,"), manager)
    assert roster.counts == {"alike": 1}
    assert rosters.progress_of(roster) == (0, 0)
    rosters.decide(roster=roster, row=None, is_same=True)
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    assert names() == ["Amina Yusuf"]
    assert Membership.objects.get(person__user=None).service_number == "7"


def test_who_looks_alike_may_be_somebody_else(tree, manager):
    imported(tree[0], text("Amina,Yusuf,,,"), manager)
    roster = checked(tree[0], text("Amina,Yusuf,7,,"), manager)
    rosters.decide(roster=roster, row=roster.rows.get().pk, is_same=False)
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    assert names() == ["Amina Yusuf", "Amina Yusuf"]


def test_an_address_is_invited_alike_with_and_without_an_account(
    tree, manager, django_capture_on_commit_callbacks
):
    known = make_person("known", given="Secret", family="Name")
    with django_capture_on_commit_callbacks(execute=True):
        roster = imported(
            tree[0], text("A,B,known@example.org,,", "A,C,nobody@example.org,,"), manager
        )
    assert outcomes(roster) == [("invited", ""), ("invited", "")]
    written_to = sorted(letter.to for letter in mail.outbox)
    assert written_to == [["known@example.org"], ["nobody@example.org"]]
    assert "Secret" not in "".join(letter.body for letter in mail.outbox)
    assert not known.memberships.exists()


def test_saying_yes_makes_a_member_who_takes_part(tree, manager, offering, client):
    user = make_user("ana")
    imported(tree[0], LIST, manager, offering)
    invitation = RosterInvitation.objects.get()
    address = f"/rosters/invitations/{invitation.uuid}/"
    client.force_login(make_user("another"))
    assert client.post(address).status_code == 404
    client.force_login(user)
    assert "Ministry of Defence" in client.get(address).content.decode()
    assert client.post(address).url == "/my-learning/"
    person = Person.objects.get(user=user)
    assert person.full_name == "Ana Díaz"
    assert person.memberships.get().organisation == tree[0]
    assert person.enrolments.get().offering == offering
    assert client.get(address).status_code == 404
    again = checked(tree[0], LIST, manager, offering)
    assert again.rows.get(email="ana@example.org").outcome == Outcome.KNOWN


def test_who_is_in_another_unit_reads_that_saying_yes_moves_nobody(tree, manager, client):
    user = make_user("ana")
    imported(tree[0], LIST, manager)
    address = f"/rosters/invitations/{RosterInvitation.objects.get().uuid}/"
    client.force_login(user)
    assert "If you say yes, you belong" in client.get(address).text
    here = Membership.objects.create(person=person_for(user=user), organisation=tree[1])
    page = client.get(address).text
    assert f"You belong to “{tree[1].name}” already" in page
    assert "If you say yes, you belong" not in page
    client.post(address)
    assert list(here.person.memberships.all()) == [here]


def test_who_was_erased_is_nobody_that_a_list_or_a_card_could_mean(tree, manager):
    rows = text("Amina,Yusuf,ke-20417,,en", "Jean,Mukendi,,contingent b,")
    imported(tree[0], rows, manager)
    for person in Person.objects.filter(user=None):
        erasure.ask(person=person)
    erasure.erase_due(now=timezone.now() + timedelta(days=30))
    assert not people_for_cards(tree[0]).exists()
    assert imported(tree[0], rows, manager).counts == {"new": 2}
    assert [p.full_name for p in people_for_cards(tree[0])] == ["Jean Mukendi", "Amina Yusuf"]


def test_into_what_is_paid_for_everybody_gets_a_seat(tree, manager, offering, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    order = make_order(make_priced(offering), quantity=2, organisation=tree[0])
    roster = imported(tree[0], LIST, manager, offering)
    assert (roster.state, names()) == (RosterState.DONE, ["Amina Yusuf", "Jean Mukendi"])
    seats = Seat.objects.filter(line__order=order)
    assert [seat.given_by for seat in seats] == [manager, manager]
    assert set(Enrolment.objects.values_list("person", flat=True)) == {
        seat.person_id for seat in seats
    }
    assert set(Entitlement.objects.values_list("source", flat=True)) == {"seat"}
    imported(tree[0], LIST, manager, offering)
    assert seats.count() == 2


def test_where_seats_are_missing_it_says_how_many_and_nothing_is_done(
    tree, manager, offering, monkeypatch
):
    monkeypatch.setattr(importing, "BATCH", 1)
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    roster = imported(tree[0], LIST, manager, offering)
    assert roster.state == RosterState.FAILED
    assert "1 more seat is needed" in roster.problem
    assert names() == []
    assert not Seat.objects.exists()
    assert not Membership.objects.members().exists()


def test_whose_right_is_their_own_needs_no_seat(tree, manager, offering):
    imported(tree[0], LIST, manager, offering)
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    assert imported(tree[0], LIST, manager, offering).state == RosterState.DONE
    assert not Seat.objects.exists()


def test_a_facilitator_gives_no_seats(tree, offering):
    make_order(make_priced(offering), quantity=3, organisation=tree[0])
    facilitator = make_manager(tree[0], "facilitator", role=Role.MEMBER)
    roster = imported(tree[0], LIST, facilitator, offering)
    assert roster.state == RosterState.FAILED
    assert "A manager of the organisation adds people to it." in roster.problem


def test_what_is_paid_for_is_offered_where_seats_were_bought(client, tree, manager, offering):
    make_priced(offering)
    client.force_login(manager)
    Membership.objects.create(person=make_person(), organisation=tree[0])
    addresses = [f"/rosters/{tree[0].uuid}/upload/", f"/organisations/{tree[0].uuid}/people/"]
    pages = [client.get(address).text for address in addresses]
    assert not any(offering.title in page for page in pages)
    make_order(offering, quantity=1, organisation=tree[0])
    pages = [client.get(address).text for address in addresses]
    assert all(offering.title in page for page in pages)


def test_who_was_invited_gets_a_seat_as_they_say_yes_and_without_one_only_joins(
    client, tree, manager, offering
):
    make_order(make_priced(offering), quantity=1, organisation=tree[0])
    head = "Given name,Family name,E-mail,Unit,Language"
    rows = ("Ana,Díaz,ana@example.org,,en", "Bo,Li,bo@example.org,,en")
    imported(tree[0], text(*rows, head=head), manager, offering)
    said = []
    for name in ("ana", "bo"):
        client.force_login(make_user(name))
        invitation = RosterInvitation.objects.get(email=f"{name}@example.org")
        said.append(client.post(f"/rosters/invitations/{invitation.uuid}/", follow=True).text)
    assert "What you were enrolled in is below." in said[0]
    assert "You are not enrolled yet" in said[1]
    assert [e.person.given_name for e in Enrolment.objects.all()] == ["Ana"]
    assert Membership.objects.members().count() == 2


def former(tree, *, by_themselves: bool, **account) -> Person:
    """Somebody who was in a contingent with the number 7, and is not any more."""
    person = make_person("amina", given="Amina", family="Yusuf")
    User.objects.filter(pk=person.user_id).update(**account)
    membership = Membership.objects.create(
        person=person,
        organisation=tree[1],
        service_number="7",
        starts_on=timezone.localdate() - timedelta(days=30),
    )
    placing.leave(membership=membership, by=person.user if by_themselves else None)
    return person


@pytest.mark.parametrize("by_themselves", [True, False])
def test_who_has_an_account_is_asked_and_not_made_a_member_again(tree, manager, by_themselves):
    person = former(tree, by_themselves=by_themselves)
    roster = imported(tree[0], text("Amina,Yusuf,7,,"), manager)
    assert outcomes(roster) == [("invited", "Has left; is asked by e-mail whether to come back.")]
    assert not person.memberships.running().exists()
    assert RosterInvitation.objects.get().email == "amina@example.org"
    again = checked(tree[0], text("Amina,Yusuf,7,,"), manager)
    assert again.counts == {"known": 1}


@pytest.mark.parametrize(
    ("by_themselves", "account"),
    [(False, {"email": None}), (True, {"email": None, "password": "!"})],
)
def test_without_an_address_the_row_says_that_they_have_left(tree, manager, by_themselves, account):
    person = former(tree, by_themselves=by_themselves, **account)
    [(outcome, note)] = outcomes(imported(tree[0], text("Amina,Yusuf,7,,"), manager))
    assert (outcome, note.startswith("Has left; ask them.")) == ("refused", True)
    assert not person.memberships.running().exists()
    assert not RosterInvitation.objects.exists()
    assert names() == []


def test_who_came_back_for_less_than_a_day_and_left_comes_back_by_no_list(tree, manager):
    """Whatever a manager did before: it was their own wish at last."""
    person = former(tree, by_themselves=False, email=None, password="!")
    again = placing.join(person=person, organisation=tree[1])
    placing.leave(membership=again, by=person.user)
    assert not Membership.objects.filter(pk=again.pk).exists()
    [(outcome, _note)] = outcomes(imported(tree[0], text("Amina,Yusuf,7,,"), manager))
    assert outcome == "refused"
    assert not person.memberships.running().exists()


def test_whose_membership_a_manager_ended_comes_back_by_a_list(tree, manager):
    person = former(tree, by_themselves=False, email=None, password="!")
    roster = imported(tree[0], text("Amina,Yusuf,7,,"), manager)
    assert outcomes(roster) == [("enrolled", "Was here before, and comes back.")]
    assert person.memberships.running().get().organisation == tree[0]


def test_an_invitation_from_before_a_manager_took_them_out_lets_nobody_in(client, tree, manager):
    """One of a list made since does."""
    person = make_person("amina")
    line = text("Amina,Yusuf,amina@example.org,Contingent A,")
    imported(tree[0], line, manager)
    mine = placing.join(person=person, organisation=tree[1])
    old = RosterInvitation.objects.get()
    client.force_login(person.user)
    page = f"/rosters/invitations/{old.uuid}/"
    assert client.get(page).status_code == 200
    placing.leave(membership=mine, by=manager)
    for answer in (client.get(page), client.post(page)):
        assert (answer.status_code, "ended or moved" in answer.text) == (404, True)
    assert not person.memberships.exists()
    assert imported(tree[0], line, manager).counts == {"invited": 1}
    new = RosterInvitation.objects.get()
    assert new.uuid != old.uuid
    client.post(f"/rosters/invitations/{new.uuid}/")
    assert person.memberships.get().organisation == tree[1]


def test_who_left_by_themselves_may_still_say_yes_to_an_invitation_that_waits(
    client, tree, manager
):
    person = make_person("amina")
    imported(tree[0], text("Amina,Yusuf,amina@example.org,Contingent A,"), manager)
    mine = placing.join(person=person, organisation=tree[1])
    placing.leave(membership=mine, by=person.user)
    client.force_login(person.user)
    client.post(f"/rosters/invitations/{RosterInvitation.objects.get().uuid}/")
    assert person.memberships.get().organisation == tree[1]


def test_a_number_that_somebody_else_got_since_the_check_is_refused(tree, manager):
    late = checked(tree[1], text("Amina,Yusuf,7,,"), make_manager(tree[1]))
    imported(tree[2], text("Jean,Mukendi,7,,"), manager)
    rosters.confirm(roster=late)
    rosters.work.func(str(late.uuid))
    [(outcome, note)] = outcomes(late)
    assert (outcome, "another part" in note) == ("refused", True)
    assert names() == ["Jean Mukendi"]


def test_one_equal_name_is_a_question_to_a_manager(tree, manager):
    imported(tree[0], text("Mohamed,Ali,1,,"), manager)
    roster = checked(tree[0], text("Mohamed,Hassan,1,,"), manager)
    question = "This number belongs to Mohamed Ali. The same person?"
    assert outcomes(roster) == [("alike", question)]
    assert RecordView.objects.get().by_user == manager
    rosters.decide(roster=roster, row=None, is_same=True)
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    assert names() == ["Mohamed Ali"]


def test_a_facilitator_is_not_told_whose_number_it_is(tree, manager, offering):
    imported(tree[0], text("Mohamed,Ali,1,,"), manager)
    facilitator = make_manager(tree[0], "facilitator", role=Role.MEMBER)
    roster = checked(tree[0], text("Mohamed,Hassan,1,,"), facilitator, offering)
    [(outcome, note)] = outcomes(roster)
    assert (outcome, "Ali" in note) == ("refused", False)
    assert not RecordView.objects.exists()


def test_nobody_is_enrolled_in_what_has_ended(tree, manager, offering):
    roster = checked(tree[0], LIST, manager, offering)
    offering.starts_on = offering.ends_on = timezone.localdate() - timedelta(days=1)
    offering.save()
    rosters.confirm(roster=roster)
    rosters.work.func(str(roster.uuid))
    roster.refresh_from_db()
    assert (roster.state, names()) == (RosterState.FAILED, [])


def test_the_history_says_who_joined_by_a_list(tree, manager):
    imported(tree[0], LIST, manager)
    entries = ModelLogEntry.objects.filter(action=placing.JOINED, user=manager)
    assert entries.count() == 2


def test_the_file_goes_when_it_is_imported_and_the_rows_after_a_week(tree, manager):
    roster = imported(tree[0], LIST, manager)
    assert roster.content == b""
    rosters.forget(now=timezone.now())
    assert roster.rows.count() == 3
    rosters.forget(now=timezone.now() + timedelta(days=8))
    roster.refresh_from_db()
    assert (roster.rows.count(), roster.reading) == (0, {})
    assert roster.counts == {"invited": 1, "new": 2}
