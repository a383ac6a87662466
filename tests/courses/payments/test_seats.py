"""Seats of an organisation: bought, given, taken back, ended with their money."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.learning.services import enrol, mark_done
from courses.models import Enrolment, Entitlement, Membership, Order, Organisation, Seat
from courses.payments.fitting import fit_to_what_is_paid
from courses.payments.folding import State
from courses.payments.seats import (
    NoSeatLeft,
    NotOfTheOrganisation,
    SeatIsUsed,
    end_what_is_not_paid,
    free_seats,
    give_seat,
    take_back_seat,
)
from tests.at_once import at_once
from tests.courses.payments.buyers import member, seats_begun, session_of
from tests.factories.people import make_person
from tests.stripe.delivery import deliver
from tests.stripe.objects import LATER

pytestmark = pytest.mark.django_db


def paid_seats(stripe, offering, quantity):
    order = seats_begun(offering, quantity)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    return order


def give(order, person=None):
    person = person or member(order.organisation)
    return give_seat(
        offering=order.line.offering, organisation=order.organisation, person=person, by=None
    )


def free(order):
    return free_seats([order.line])[order.line.pk]


def refund(stripe, order, amount=None):
    stripe.refund(session_of(stripe, order)["payment_intent"], amount)
    deliver(stripe, stripe.events)


def begin(seat):
    offering = seat.line.offering
    enrolment = enrol(person=seat.person, offering=offering, locale="en")
    required = enrolment.edition.items.filter(kind="lesson").first()
    mark_done(enrolment=enrolment, item_uuid=required.item_uuid)
    return enrolment


def test_a_seat_is_a_right_to_the_course(stripe, offering):
    order = paid_seats(stripe, offering, 2)
    seat = give(order)
    enrol(person=seat.person, offering=offering, locale="en")
    assert free(order) == 1
    right = Entitlement.objects.get()
    assert (right.source, right.reference) == ("seat", str(seat.uuid))


def test_given_twice_it_is_one_seat(stripe, offering):
    order = paid_seats(stripe, offering, 2)
    person = member(order.organisation)
    assert give(order, person) == give(order, person)
    assert free(order) == 1


def test_no_more_are_given_than_were_bought(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    give(order)
    with pytest.raises(NoSeatLeft):
        give(order)
    assert Entitlement.objects.count() == 1


def test_what_is_not_paid_gives_nothing(stripe, offering):
    order = seats_begun(offering, 3)
    with pytest.raises(NoSeatLeft):
        give(order)
    stripe.pay(session_of(stripe, order), status=LATER)
    deliver(stripe, stripe.events)
    with pytest.raises(NoSeatLeft):
        give(order)


def test_only_people_of_the_organisation_get_one(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    with pytest.raises(NotOfTheOrganisation):
        give(order, make_person())
    assert free(order) == 1


def test_a_unit_uses_its_own_seats_then_those_above_and_never_those_beside(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    top = Organisation.objects.get(pk=order.organisation_id)
    unit, beside = top.add_child(name="Unit"), top.add_child(name="Beside")
    unit.refresh_from_db()
    Order.objects.filter(pk=seats_begun(offering, 1).pk).update(organisation=unit)
    own = Order.objects.get(organisation=unit)
    stripe.pay(session_of(stripe, own))
    deliver(stripe, stripe.events)
    seats = [
        give_seat(offering=offering, organisation=unit, person=member(unit), by=None)
        for _number in range(2)
    ]
    assert [seat.line.order for seat in seats] == [own, order]
    with pytest.raises(NoSeatLeft):
        give_seat(offering=offering, organisation=beside, person=member(beside), by=None)


def test_an_unused_seat_is_taken_back_and_given_to_somebody_else(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    seat = give(order)
    enrol(person=seat.person, offering=offering, locale="en")
    payer = make_person().user
    taken = take_back_seat(seat=seat, by=payer)
    assert taken.ended_by == payer
    assert take_back_seat(seat=seat, by=None).ended_at == taken.ended_at
    assert Enrolment.objects.get().state == "withdrawn"
    give(order)
    assert (free(order), Seat.objects.running().count()) == (0, 1)


def test_a_seat_that_is_used_stays(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    seat = give(order)
    begin(seat)
    with pytest.raises(SeatIsUsed):
        take_back_seat(seat=seat, by=None)
    assert Entitlement.objects.running().count() == 1


def test_many_seats_end_in_as_few_queries_as_one(stripe, offering):
    def queries_to_end(quantity):
        order = paid_seats(stripe, offering, quantity)
        for _number in range(quantity):
            enrol(person=give(order).person, offering=offering, locale="en")
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            assert end_what_is_not_paid(line=order.line, left=0) == quantity
        assert not Seat.objects.running().exists()
        assert not Entitlement.objects.running().exists()
        assert not Enrolment.objects.active().exists()
        return len(asked)

    assert queries_to_end(1) == queries_to_end(30)


def test_a_part_given_back_takes_free_seats_first_then_unused_then_the_last_given(stripe, offering):
    order = paid_seats(stripe, offering, 4)
    used, _unused, later = give(order), give(order), give(order)
    begin(used)
    begin(later)
    refund(stripe, order, 4900)
    assert (free(order), Seat.objects.running().count()) == (0, 3)
    refund(stripe, order, 4900)
    assert set(Seat.objects.running()) == {used, later}
    refund(stripe, order, 4900)
    assert set(Seat.objects.running()) == {used}
    refund(stripe, order)
    assert not Seat.objects.running().exists()
    assert not Enrolment.objects.active().exists()
    assert order.balance.state == State.REFUNDED


def fails(stripe, refund):
    stripe.refund_fails(refund)
    deliver(stripe, stripe.events)


def test_after_a_refund_that_failed_everybody_has_their_seat_and_learns_on(stripe, offering):
    order = paid_seats(stripe, offering, 3)
    used, enrolled, given = give(order), give(order), give(order)
    begin(used)
    enrol(person=enrolled.person, offering=offering, locale="en")
    refund(stripe, order)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"withdrawn"}
    fails(stripe, stripe.all("refund")[0])
    assert set(Seat.objects.running()) == {used, enrolled, given}
    learning = Enrolment.objects.active().values_list("person", "cycle")
    assert set(learning) == {(used.person_id, 1), (enrolled.person_id, 1)}
    assert set(Entitlement.objects.running().values_list("reference", flat=True)) == {
        str(seat.uuid) for seat in (used, enrolled, given)
    }


def test_of_seats_that_are_paid_for_again_who_lost_theirs_last_gets_one_first(stripe, offering):
    order = paid_seats(stripe, offering, 4)
    seats = [give(order) for _number in range(4)]
    refund(stripe, order, 4900)
    refund(stripe, order, 2 * 4900)
    assert set(Seat.objects.running()) == {seats[0]}
    fails(stripe, stripe.all("refund", amount=4900)[0])
    assert set(Seat.objects.running()) == {seats[0], seats[1]}
    newcomer = member(order.organisation)
    fails(stripe, stripe.all("refund", amount=2 * 4900)[0])
    with pytest.raises(NoSeatLeft):
        give(order, newcomer)
    assert set(Seat.objects.running()) == set(seats)


def test_many_seats_come_back_in_as_few_queries_as_one(stripe, offering):
    def queries_to_give_again(quantity):
        order = paid_seats(stripe, offering, quantity)
        for _number in range(quantity):
            enrol(person=give(order).person, offering=offering, locale="en")
        fit_to_what_is_paid(line=order.line, left=0)
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            fit_to_what_is_paid(line=order.line, left=quantity)
        assert order.line.seats.filter(ended_at=None).count() == quantity
        return len(asked)

    assert queries_to_give_again(1) == queries_to_give_again(30)


def test_a_refund_ends_what_it_paid_for_and_nothing_else(stripe, offering):
    order, other = paid_seats(stripe, offering, 1), paid_seats(stripe, offering, 1)
    seat = give(order)
    Membership.objects.create(person=seat.person, organisation=other.organisation)
    give(other, seat.person)
    enrolment = begin(seat)
    refund(stripe, order)
    enrolment.refresh_from_db()
    assert enrolment.state == "active"
    assert Entitlement.objects.running().count() == 1


def test_an_invoice_gives_seats_when_it_is_paid(stripe, offering):
    order = seats_begun(offering, 30, way="invoice")
    [invoice] = stripe.all("invoice")
    assert invoice["amount_due"] == 30 * 4900
    assert invoice["asked"]["custom_fields"] == [{"name": "Purchase order", "value": "PO 7"}]
    with pytest.raises(NoSeatLeft):
        give(order)
    payment = stripe.pay_invoice(invoice)
    deliver(stripe, stripe.events)
    assert free(order) == 30
    stripe.refund(payment["id"], 10 * 4900)
    deliver(stripe, stripe.events[-2:])
    assert free(order) == 20


def test_a_refund_of_an_invoice_finds_its_order_though_it_comes_first(stripe, offering):
    order = seats_begun(offering, 2, way="invoice")
    payment = stripe.pay_invoice(stripe.all("invoice")[0])
    stripe.refund(payment["id"])
    deliver(stripe, stripe.events[-1:])
    assert order.balance.state == State.REFUNDED


def test_an_invoice_that_is_paid_before_its_payment_says_so_counts_once(stripe, offering):
    order = seats_begun(offering, 4, way="invoice")
    [invoice] = stripe.all("invoice")
    intent = stripe.pay_invoice(invoice)
    [payment] = invoice["payments"]["data"]
    payment["status"] = "open"
    deliver(stripe, stripe.events)
    payment["status"] = "paid"
    stripe.tell("invoice_payment.paid", payment)
    deliver(stripe, stripe.events[-1:])
    assert (order.balance.paid, free(order)) == (4 * 4900, 4)
    stripe.refund(intent["id"])
    deliver(stripe, stripe.events[-1:])
    assert order.balance.state == State.REFUNDED
    assert free(order) == 0


def test_of_an_invoice_paid_in_two_ways_each_counts_once(stripe, offering):
    order = seats_begun(offering, 4, way="invoice")
    [invoice] = stripe.all("invoice")
    stripe.pay_invoice(invoice)
    [payment] = invoice["payments"]["data"]
    payment["amount_paid"], invoice["amount_paid_off_stripe"] = 4900, 3 * 4900
    deliver(stripe, stripe.events)
    assert sorted(order.payments.values_list("amount", flat=True)) == [4900, 3 * 4900]
    assert order.balance.paid == 4 * 4900


def test_a_cancelled_invoice_gives_nothing(stripe, offering):
    order = seats_begun(offering, 2, way="invoice")
    stripe.void(stripe.all("invoice")[0])
    deliver(stripe, stripe.events)
    assert order.balance.state == State.VOIDED
    assert free(order) == 0


@pytest.mark.django_db(transaction=True)
def test_of_50_people_who_reach_for_the_last_seat_one_gets_it(stripe, offering):
    order = paid_seats(stripe, offering, 1)
    people = [member(order.organisation) for _number in range(50)]

    def reach(person):
        try:
            return give(order, person)
        except NoSeatLeft:
            return None

    given = [seat for seat in at_once([lambda p=p: reach(p) for p in people]) if seat]
    assert len(given) == 1
    assert Seat.objects.running().count() == 1
    assert Entitlement.objects.running().count() == 1


@pytest.mark.django_db(transaction=True)
def test_seats_given_while_money_is_given_back_are_never_too_many(stripe, offering):
    order = paid_seats(stripe, offering, 10)
    people = [member(order.organisation) for _number in range(10)]
    stripe.refund(session_of(stripe, order)["payment_intent"], 5 * 4900)

    def reach(person):
        try:
            return give(order, person)
        except NoSeatLeft:
            return None

    bring = [lambda e=event: deliver(stripe, [e]) for event in stripe.events] * 2
    at_once([*[lambda p=p: reach(p) for p in people], *bring])
    assert Seat.objects.running().count() <= 5
    assert Entitlement.objects.running().count() == Seat.objects.running().count()
