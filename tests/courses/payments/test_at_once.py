"""What is clicked or told several times at the same moment counts once."""

from uuid import uuid4

import pytest

from courses.models import Entitlement, Order, Organisation, Payment, Refund, StripeEvent
from courses.payments import buying, granting
from courses.payments.folding import State
from tests.at_once import at_once
from tests.courses.payments.buyers import begun, member, session_of
from tests.factories.people import make_person, make_user
from tests.stripe.delivery import deliver
from tests.stripe.objects import LATER

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 8


def test_a_person_who_clicks_often_has_one_order_and_one_page(stripe, offering):
    person, price = make_person(), offering.prices.get()

    def click():
        order = buying.order_to_pay(person=person, price=price, by=person.user)
        return buying.page_to_pay(order=order, email="")

    [page] = set(at_once([click] * TIMES))
    assert page == session_of(stripe, Order.objects.get())["url"]


def test_a_form_for_seats_that_is_sent_often_is_one_order(stripe, offering):
    organisation, key = Organisation.add_root(name="Aid"), str(uuid4())
    payer, price = member(organisation).user, offering.prices.get()

    def click():
        return buying.order_seats(
            organisation=organisation,
            price=price,
            quantity=30,
            way="checkout",
            purchase_order="",
            by=payer,
            key=key,
        )

    assert len(set(at_once([click] * TIMES))) == 1
    assert Order.objects.get().line.quantity == 30


def test_a_refund_that_is_sent_often_gives_back_once(stripe, offering):
    order, finance, key = begun(offering), make_user("finance"), uuid4()
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)

    def click():
        return granting.refund(order=order, amount=1000, reason="Asked.", by=finance, key=key)

    at_once([click] * TIMES)
    [made] = stripe.all("refund")
    assert (made["amount"], Refund.objects.get().answer) == (1000, made["id"])
    assert order.balance.returned == 1000


def test_one_event_that_is_told_often_has_one_effect(stripe, offering):
    order = begun(offering)
    stripe.pay(session_of(stripe, order))
    told = stripe.events[-1]
    answers = at_once([lambda: deliver(stripe, [told])] * TIMES)
    assert [200] in answers
    assert deliver(stripe, [told]) == [200]  # Stripe sends again what was not answered
    assert StripeEvent.objects.get().handled_at
    assert Payment.objects.count() == Entitlement.objects.count() == 1


def test_a_transfer_given_up_as_it_comes_is_paid(stripe, offering):
    order = begun(offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    deliver(stripe, stripe.events)

    def come():
        with stripe.lock:
            stripe.arrive(session)
        return deliver(stripe, stripe.events)

    stripe.cancels = False
    at_once([lambda: buying.give_up(order=order), come])
    assert Order.objects.get().balance.state == State.PAID
    assert Entitlement.objects.running().count() == 1
