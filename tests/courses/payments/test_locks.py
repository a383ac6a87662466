"""Persons are held before their orders, and orders before what is learnt.

SQLite lets one write at a time; PostgreSQL ends one of two that wait for each other.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.learning.services import enrol, locked, mark_done
from courses.models import Completion, Entitlement, Organisation, Person, Seat
from courses.payments.granting import end_grant, grant
from courses.payments.seats import SeatIsUsed, give_seat, take_back_seat
from courses.people import erasure, placing
from courses.people.merging import merge
from tests.at_once import crossing
from tests.courses.payments.buyers import begun, member, seats_begun, session_of
from tests.factories.orders import make_order, make_seat
from tests.factories.people import make_person
from tests.stripe.delivery import deliver

pytestmark = pytest.mark.django_db(transaction=True)


def paid(stripe, order):
    stripe.pay(session_of(stripe, order))
    assert set(deliver(stripe, stripe.events)) == {200}
    return order


def refunded(stripe, order, amount=None):
    """How it is told, once it is called."""
    before = len(stripe.events)
    stripe.refund(session_of(stripe, order)["payment_intent"], amount)
    return lambda: deliver(stripe, stripe.events[before:])


def merging(kept, merged):
    return lambda: merge(kept=kept, merged=merged, by=None, reason="Two lists.", counts={})


def holding(person):
    """As who joins, merges or erases does first."""
    return lambda: Person.objects.select_for_update().get(pk=person.pk)


@pytest.fixture
def seat(offering) -> Seat:
    """Not begun; another one of its order is free."""
    payer = Organisation.add_root(name="Example Aid")
    return make_seat(make_order(offering, quantity=2, organisation=payer), make_person())


def give(seat):
    unit, person = seat.line.order.organisation, seat.person
    return give_seat(offering=seat.line.offering, organisation=unit, person=person, by=None)


def test_a_seat_is_taken_back_while_its_person_joins_and_asks_for_one(seat):
    join = {"person": seat.person, "organisation": seat.line.order.organisation}
    taken = crossing(
        lambda: placing.join(**join),
        lambda: take_back_seat(seat=seat, by=None),
        lambda: give(seat),
    )
    assert taken.ended_at
    assert not Entitlement.objects.running().exists()


def test_two_ways_to_give_one_person_a_seat_give_one(seat):
    take_back_seat(seat=seat, by=None)
    join = {"person": seat.person, "organisation": seat.line.order.organisation}
    given = crossing(lambda: placing.join(**join), lambda: give(seat), lambda: give(seat))
    assert Seat.objects.running().get() == given


def test_who_has_a_seat_is_erased_while_its_money_is_given_back(stripe, offering):
    order = paid(stripe, seats_begun(offering, 1))
    person = make_seat(order, member(order.organisation)).person
    erasure.ask(person=person)
    then = timezone.now() + timedelta(days=15)
    answers = crossing(
        holding(person),
        refunded(stripe, order),
        lambda: erasure.erase(person=person, now=then),
    )
    assert set(answers) == {200}
    assert not Entitlement.objects.running().exists()


def test_a_buyer_is_merged_while_the_money_is_given_back(stripe, offering):
    kept, merged = make_person(), make_person()
    order = paid(stripe, begun(offering, merged))
    answers = crossing(holding(merged), refunded(stripe, order), merging(kept, merged))
    assert set(answers) == {200}
    assert not Entitlement.objects.running().exists()


def test_a_grant_ends_while_its_person_is_merged(offering):
    kept, merged, by = make_person(), make_person(), make_person().user
    given = grant(person=merged, offering=offering, reason="Lost.", by=by)
    ended = crossing(
        holding(merged),
        lambda: end_grant(grant=given, reason="Found.", by=by),
        merging(kept, merged),
    )
    assert ended.ended_at
    assert not Entitlement.objects.running().exists()


def test_a_seat_that_is_begun_while_it_is_taken_back_stays(seat):
    """Also where that completes the course, which writes down whose completion it is."""
    enrolment = enrol(person=seat.person, offering=seat.line.offering, locale="en")
    lessons = enrolment.edition.items.filter(kind="lesson").values_list("item_uuid", flat=True)

    def take_back():
        with pytest.raises(SeatIsUsed):
            take_back_seat(seat=seat, by=None)

    def learn():
        for lesson in lessons:
            mark_done(enrolment=enrolment, item_uuid=lesson)

    crossing(lambda: locked(enrolment.pk), take_back, learn)
    assert Completion.objects.get().person == seat.person
    assert Seat.objects.running().get() == seat
