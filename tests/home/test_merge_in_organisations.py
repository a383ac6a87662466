"""Two records become one: what both had of the same counts once, and nothing else is lost."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from courses.learning.services import enrol, mark_done
from courses.models import (
    CardSheet,
    ClaimCard,
    Enrolment,
    Entitlement,
    ErasureRequest,
    GuardianConsent,
    Invitation,
    InvitationUse,
    Membership,
    Organisation,
    PeopleMerged,
    Person,
    RecordView,
    Reminded,
    Removal,
    RosterRow,
    Seat,
    SupervisedVisit,
)
from courses.payments.seats import SeatIsUsed, free_seats, take_back_seat
from courses.people import erasure, inviting, looking, placing
from courses.people.merging import CannotMerge, merge
from courses.people.organisations import Role
from courses.rosters import printing_cards, supervising
from tests.courses.rosters.holding import make_card
from tests.courses.rosters.lists import imported, make_manager, make_tree, text
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced, make_seat
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def merge_them(kept: Person, merged: Person) -> None:
    merge(kept=kept, merged=merged, by=None, reason="Two lists.", counts={})


@pytest.fixture
def unit() -> Organisation:
    return make_tree()[1]


@pytest.fixture
def pair(unit) -> list[Person]:
    """Two on a list, without accounts."""
    people = [Person.objects.create(given_name="Amara", family_name="Diallo") for _ in range(2)]
    for person in people:
        Membership.objects.create(person=person, organisation=unit)
    return people


def test_an_invitation_that_both_used_counts_one(unit, pair):
    tomorrow = timezone.now() + timedelta(days=1)
    invitation = inviting.invite(organisation=unit, max_uses=2, expires_at=tomorrow)
    for person in pair:
        inviting.accept(invitation=invitation, person=person)
    merge_them(*pair)
    assert InvitationUse.objects.get().person == pair[0]
    inviting.accept(invitation=invitation, person=make_person())


def test_of_two_seats_of_one_order_one_is_free_and_the_learning_goes_on(unit, pair):
    course = make_course(quiz=False, lessons=2)
    order = make_order(make_priced(course.offering), quantity=2, organisation=unit)
    seats = [make_seat(order, person) for person in pair]
    enrolment = enrol(person=pair[1], offering=course.offering, locale="en")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    merge_them(*pair)
    assert set(Seat.objects.filter(person=pair[0])) == set(seats)
    assert Seat.objects.running().get() == seats[0]
    assert free_seats([order.line]) == {order.line.pk: 1}
    assert Entitlement.objects.running().get(person=pair[0]).reference == str(seats[0].uuid)
    going_on = Enrolment.objects.active().get()
    assert (going_on.person, going_on.progress.count()) == (pair[0], 1)


@pytest.mark.parametrize("is_older", [False, True])
def test_a_seat_that_either_one_began_by_is_used(unit, pair, is_older):
    course = make_course(quiz=False, lessons=2)
    order = make_order(make_priced(course.offering), quantity=2, organisation=unit)
    people = pair if is_older else pair[::-1]
    older = make_seat(order, people[0])
    enrolment = enrol(person=people[0], offering=course.offering, locale="en")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    make_seat(order, people[1])
    merge_them(*pair)
    seat = Seat.objects.running().get()
    assert seat.given_at == older.given_at
    with pytest.raises(SeatIsUsed):
        take_back_seat(seat=seat, by=None)


def test_one_card_works_and_it_is_that_of_the_kept_one(pair):
    cards = [make_card(person) for person in pair]
    merge_them(*pair)
    assert ClaimCard.objects.open().get() == cards[0]
    assert ClaimCard.objects.filter(person=pair[0]).count() == 2


def test_where_the_kept_one_has_no_card_that_of_the_other_works_for_it(pair):
    card = make_card(pair[1])
    merge_them(*pair)
    assert ClaimCard.objects.open().get() == card
    assert ClaimCard.objects.get().person == pair[0]


def test_a_sheet_that_waits_prints_one_card_for_both(unit, pair):
    people = Person.objects.filter(pk__in=[person.pk for person in pair])
    by = make_manager(unit)
    sheet = CardSheet.objects.create(by=by, organisation=unit, people=[one.pk for one in people])
    merge_them(*pair)
    printing_cards.work.func(str(sheet.uuid))
    assert ClaimCard.objects.get().person == pair[0]


def test_both_on_one_device_was_one_visit_since_the_earlier_moment(unit, pair):
    offering = make_course(quiz=False, lessons=1).offering
    device, _cookie = supervising.open_device(offering=offering, by=make_manager(unit), hours=1)
    moments = [timezone.now(), timezone.now() - timedelta(hours=1)]
    for person, came_at in zip(pair, moments, strict=True):
        SupervisedVisit.objects.create(session=device, person=person, came_at=came_at)
    merge_them(*pair)
    visit = SupervisedVisit.objects.get()
    assert (visit.person, visit.came_at) == (pair[0], moments[1])


def test_that_one_was_taken_out_is_forgotten_where_the_other_one_belongs(unit, pair):
    kept, merged = pair
    mine = Membership.objects.get(person=kept)
    Membership.objects.filter(pk=mine.pk).update(starts_on=timezone.localdate() - timedelta(9))
    placing.leave(membership=mine)
    placing.leave(membership=Membership.objects.create(person=merged, organisation=unit.get_root()))
    assert Removal.objects.count() == len(pair)
    merge_them(*pair)
    removed = Removal.objects.get()
    assert (removed.person, removed.organisation) == (kept, unit.get_root())
    assert Membership.objects.running().get(person=kept).organisation == unit


def test_the_later_reminder_counts_and_both_papers_of_a_guardian_are_known(unit, pair):
    days = [timezone.now() - timedelta(days=2), timezone.now()]
    Membership.objects.filter(person__in=pair).delete()
    for person, at, where in zip(pair, days, ("Safe.", "Shelf."), strict=True):
        for place in (unit, unit.get_root())[: 1 if person == pair[0] else 2]:
            Reminded.objects.create(person=person, organisation=place, at=at)
            Removal.objects.create(person=person, organisation=place, at=at)
        GuardianConsent.objects.create(person=person, kept_where=where)
    merge_them(*pair)
    for model in (Reminded, Removal):
        rows = model.objects.values_list("person", "at")
        assert list(rows) == [(pair[0].pk, days[1])] * 2, model
    assert GuardianConsent.objects.get(person=pair[0]).kept_where == "Safe.; Shelf."


def test_of_one_pseudonym_the_consent_of_the_merged_one_protects_the_kept_one(pair):
    GuardianConsent.objects.create(person=pair[1], kept_where="Safe.")
    merge_them(*pair)
    assert GuardianConsent.objects.get().person == pair[0]


@pytest.mark.parametrize("minor_is_kept", [True, False])
def test_a_minor_becomes_nobody_with_an_account_or_another_name(pair, minor_is_kept):
    minor = pair[0]
    GuardianConsent.objects.create(person=minor, kept_where="Safe.")
    renamed = Person.objects.create(given_name="Mariam", family_name="Diallo")
    for other in (make_person(given="Amara", family="Diallo"), renamed):
        two = (minor, other) if minor_is_kept else (other, minor)
        with pytest.raises(CannotMerge, match="a learner under 18"):
            merge_them(*two)
    assert GuardianConsent.objects.get().person == minor


@pytest.mark.parametrize("manager_is_kept", [True, False])
def test_no_account_gets_the_role_of_another_one(unit, manager_is_kept):
    manager, other = make_person(), make_person()
    Membership.objects.create(person=manager, organisation=unit, role=Role.MANAGER)
    two = (manager, other) if manager_is_kept else (other, manager)
    with pytest.raises(CannotMerge, match="opens the records of others"):
        merge_them(*two)


def test_a_manager_who_was_listed_without_an_account_keeps_the_role(unit, pair):
    manager = make_person()
    Membership.objects.create(person=manager, organisation=unit, role=Role.MANAGER)
    merge_them(manager, pair[0])
    roles = Membership.objects.running().filter(person=manager).values_list("role", flat=True)
    assert set(roles) == {Role.MANAGER, Role.MEMBER}


@pytest.mark.parametrize("own_is_kept", [True, False])
def test_nobody_merges_their_own_record(pair, own_is_kept):
    own = make_person()
    kept, merged = (own, pair[0]) if own_is_kept else (pair[0], own)
    with pytest.raises(CannotMerge, match="your own"):
        merge(kept=kept, merged=merged, by=own.user, reason="Mine.", counts={})


def test_whoever_has_an_address_is_told_of_another_one(
    mailoutbox, django_capture_on_commit_callbacks
):
    kept, merged = make_person("one"), make_person("two")
    with django_capture_on_commit_callbacks(execute=True):
        merge_them(kept, merged)
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == (
        ["one@example.org"],
        "Another e-mail address lets in to your account",
    )
    assert "/accounts/email/" in letter.body


def test_rows_of_lists_follow(unit, pair):
    imported(unit, text("Zoe,Sol,SN-1,,"), make_manager(unit))
    listed = Membership.objects.get(service_number="SN-1").person
    merge_them(pair[0], listed)
    assert RosterRow.objects.get().person == pair[0]


def test_what_the_second_account_did_is_the_first_ones(unit):
    kept, merged = make_person(), make_person()
    tomorrow = timezone.now() + timedelta(days=1)
    inviting.invite(organisation=unit, max_uses=2, expires_at=tomorrow, by=merged.user)
    offering = make_course(quiz=False, lessons=1).offering
    device, _cookie = supervising.open_device(offering=offering, by=merged.user, hours=1)
    SupervisedVisit.objects.create(session=device, person=make_person())
    merge_them(kept, merged)
    assert Invitation.objects.get().created_by == kept.user
    assert SupervisedVisit.objects.get().session.opened_by == kept.user


def test_what_the_second_account_asked_for_and_merged_is_known_to_be_the_first_ones(pair):
    kept, merged = make_person(), make_person()
    helped = Person.objects.create()
    erasure.ask(person=helped, by_staff=merged.user, reason="They wrote to us.")
    merge(kept=pair[0], merged=pair[1], by=merged.user, reason="Two lists.", counts={})
    merge_them(kept, merged)
    assert ErasureRequest.objects.get().by_staff == kept.user
    assert PeopleMerged.objects.get(kept=pair[0]).by == kept.user


def test_of_two_contacts_the_one_that_was_checked_last_is_kept_with_its_day(unit, pair):
    today = timezone.localdate()
    days = (today - timedelta(days=500), today)
    for person, contact, day in zip(pair, ("old", "new"), days, strict=True):
        Membership.objects.create(
            person=person,
            organisation=unit,
            role=Role.FOCAL_POINT,
            contact=contact,
            contact_checked_on=day,
        )
    merge_them(*pair)
    open_one = Membership.objects.get(person=pair[0], role=Role.FOCAL_POINT, ends_on=None)
    assert (open_one.contact, open_one.contact_checked_on) == ("new", today)


def test_what_the_second_account_looked_at_can_still_be_found(unit, pair):
    kept, merged = make_person(), make_person()
    EmailAddress.objects.create(user=merged.user, email="second@example.org", verified=True)
    for person, by in ((pair[0], kept), (pair[0], merged), (pair[1], merged)):
        looking.note(by=by.user, people=[person.pk], what=looking.What.ORGANISATION)
    merge_them(kept, merged)
    looks = RecordView.objects.values_list("person", "by_user")
    assert set(looks) == {(person.pk, kept.user_id) for person in pair}
