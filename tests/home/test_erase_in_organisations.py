"""Who is erased goes from lists, cards and files too; counts and others lose nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.learning.services import enrol, mark_done
from courses.models import (
    CardSheet,
    ClaimCard,
    Entitlement,
    Membership,
    Order,
    Organisation,
    OrganisationJob,
    Person,
    Refund,
    Roster,
    RosterInvitation,
    RosterRow,
    Seat,
)
from courses.payments.seats import free_seats
from courses.people import erasure
from courses.people.organisations import Role
from courses.reports.organisations import jobs
from courses.rosters import card_files, printing_cards, rosters
from tests.courses.rosters.lists import checked, imported, make_manager, make_tree, text
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_priced, make_seat
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def erase_at_once(person: Person) -> None:
    erasure.ask(person=person)
    assert erasure.erase_due(now=timezone.now() + timedelta(days=15)) == 1


@pytest.fixture
def unit() -> Organisation:
    return make_tree()[1]


def listed(unit: Organisation, *rows: str) -> Person:
    """The first of the list, without an account."""
    imported(unit, text(*rows), make_manager(unit))
    return RosterRow.objects.earliest("line").person


def test_only_their_rows_go_and_a_list_that_waits_is_done_for_the_others(unit):
    person = listed(unit, "Zephyrine,Quillfeather,SN-1,,")
    waiting = checked(
        unit, text("Zephyrine,Quillfeather,SN-1,,", "Zoe,Sol,SN-2,,"), make_manager(unit)
    )
    elsewhere = Organisation.add_root(name="Elsewhere")
    other = checked(elsewhere, text("Zephyrine,Quillfeather,SN-1,,"), make_manager(elsewhere))
    erase_at_once(person)
    assert list(waiting.rows.values_list("given_name", flat=True)) == ["Zoe"]
    waiting.refresh_from_db()
    assert (bytes(waiting.content), waiting.reading) == (b"", {})
    rosters.confirm(roster=waiting)
    rosters.work.func(str(waiting.uuid))
    assert Membership.objects.filter(service_number="SN-2").exists()
    assert other.rows.count() == 1  # of that name and number, somebody else: nothing was decided


def test_a_file_that_nobody_could_read_goes_with_whoever_may_stand_in_it(unit):
    person = listed(unit, "Zephyrine,Quillfeather,SN-1,,")
    broken = rosters.begin(
        by=make_manager(unit), content=b"Zephyrine", organisation=unit, filename="list.csv"
    )
    Roster.objects.filter(pk=broken.pk).update(state="failed")
    erase_at_once(person)
    broken.refresh_from_db()
    assert bytes(broken.content) == b""


def test_an_invitation_to_their_address_goes_and_the_others_stay(unit):
    person = make_person("zeph")
    lines = ("Z,Q,ZEPH@example.org,,", "Zoe,Sol,zoe@example.org,,")
    imported(unit, text(*lines), make_manager(unit))
    erase_at_once(person)
    assert RosterInvitation.objects.get().email == "zoe@example.org"


def test_an_invitation_with_their_name_to_an_address_they_had_before_goes(unit):
    person = make_person(given="Zephyrine", family="Quillfeather")
    lines = ("Zephyrine,Quillfeather,before@example.org,,", "Zephyrine,Sol,zoe@example.org,,")
    imported(unit, text(*lines), make_manager(unit))
    assert RosterInvitation.objects.count() == 2
    erase_at_once(person)
    assert RosterInvitation.objects.get().email == "zoe@example.org"


def test_a_sheet_with_their_card_goes_and_the_card_of_another_works_on(unit):
    person = listed(unit, "Zephyrine,Quillfeather,SN-1,,", "Zoe,Sol,SN-2,,")
    people = Person.objects.filter(memberships__role=Role.MEMBER)
    sheet = printing_cards.begin(by=make_manager(unit), organisation=unit, people=people)
    printing_cards.work.func(str(sheet.uuid))
    assert card_files.file_of(sheet).exists()
    erase_at_once(person)
    assert not card_files.file_of(sheet).exists()
    assert not CardSheet.objects.exists()
    assert ClaimCard.objects.open().get().person.given_name == "Zoe"


def test_a_manager_who_is_erased_takes_the_sheets_they_asked_for_along(unit):
    listed(unit, "Zoe,Sol,SN-2,,")
    manager = make_manager(unit)
    people = Person.objects.filter(memberships__service_number="SN-2")
    sheet = printing_cards.begin(by=manager, organisation=unit, people=people)
    printing_cards.work.func(str(sheet.uuid))
    erase_at_once(manager.person)
    assert not card_files.file_of(sheet).exists()
    assert ClaimCard.objects.open().count() == 1


def test_files_of_where_they_were_go_and_those_of_others_stay(unit):
    person = listed(unit, "Zephyrine,Quillfeather,SN-1,,")
    elsewhere = Organisation.add_root(name="Elsewhere")
    for organisation in (unit.get_parent(), elsewhere):
        jobs.begin(
            organisation=organisation,
            by=make_manager(organisation),
            kind="csv",
            wanted={"query": ""},
            locale="en",
        )
    erase_at_once(person)
    assert OrganisationJob.objects.get().organisation == elsewhere


def test_a_seat_that_nobody_began_is_free_again_and_a_used_one_stays_counted(unit):
    course = make_course(quiz=False, lessons=1)
    order = make_order(make_priced(course.offering), quantity=2, organisation=unit)
    idle, learner = make_person(), make_person()
    for person in (idle, learner):
        make_seat(order, person)
    enrolment = enrol(person=learner, offering=course.offering, locale="en")
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    for person in (idle, learner):
        erase_at_once(person)
    assert Seat.objects.running().get().person == learner
    assert free_seats([order.line]) == {order.line.pk: 1}
    assert Entitlement.objects.running().get().person == learner


def test_the_money_stays_and_the_reason_goes():
    offering = make_priced(make_course(quiz=False, lessons=1).offering)
    buyer, payer = make_person("zeph", family="Quillfeather"), Organisation.add_root(name="Payer")
    orders = [
        make_order(offering, person=buyer),
        make_order(offering, organisation=payer),
        make_order(offering, organisation=payer),
    ]
    reasons = ("Asked by phone.", "Amara Quillfeather left.", "Too many.")
    for order, reason in zip(orders, reasons, strict=True):
        Refund.objects.create(uuid=order.uuid, order=order, amount=100, reason=reason)
    paid = list(Order.objects.order_by("pk").values("pk", "person", "payments__amount"))
    erase_at_once(buyer)
    assert list(Order.objects.order_by("pk").values("pk", "person", "payments__amount")) == paid
    left = Refund.objects.order_by("pk").values_list("amount", "reason")
    assert list(left) == [(100, ""), (100, ""), (100, "Too many.")]


def test_a_focal_point_who_is_erased_cannot_be_reached_any_more(unit):
    person = make_person()
    Membership.objects.create(
        person=person, organisation=unit, role=Role.FOCAL_POINT, contact="+254 700 000000"
    )
    erase_at_once(person)
    assert Membership.objects.get(person=person).contact == ""
