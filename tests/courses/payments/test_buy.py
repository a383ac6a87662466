"""A person buys a place: the way to Stripe, and what its word opens."""

from datetime import date

import pytest
from django.utils import timezone

from courses.learning.access import offering_to_join
from courses.learning.services import enrol
from courses.models import (
    Difference,
    Enrolment,
    Entitlement,
    Offering,
    Order,
    Payment,
    Price,
    StripeEvent,
)
from courses.payments import buying
from courses.payments.folding import State
from courses.payments.granting import grant
from courses.people.services import person_for
from tests.courses.payments.buyers import begun, session_of
from tests.factories.people import make_user
from tests.stripe.delivery import deliver
from tests.stripe.objects import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    user = make_user("buyer")
    client.force_login(user)
    return user


def go_to_pay(client, offering):
    """The order, and the page of Stripe it leads to."""
    price = offering.prices.get()
    response = client.post(f"/pay/{offering.uuid}/", {"price": price.pk})
    assert response.status_code == 303
    return Order.objects.first(), response.url


def test_who_has_paid_writes_a_name_and_begins(client, buyer, stripe, offering):
    order, page = go_to_pay(client, offering)
    session = session_of(stripe, order)
    assert page == session["url"]
    back = session["success_url"].removeprefix("http://testserver")
    assert "We have not heard of a payment yet" in client.get(back).text
    stripe.pay(session)
    assert not Entitlement.objects.exists()  # coming back is no proof
    assert deliver(stripe, stripe.events) == [200, 200, 200]
    assert "Your payment is confirmed" in client.get(back).text
    assert Entitlement.objects.running().get().reference == str(order.line.uuid)
    home = f"/learn/{offering.course.slug}/"
    assert client.get(home).url == f"{home}enrol/"
    name = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "UTC"}
    client.post(f"{home}enrol/", name)
    assert Enrolment.objects.get().person.user == buyer


def test_a_second_click_leads_to_the_same_page_and_order(client, buyer, stripe, offering):
    first = go_to_pay(client, offering)
    assert go_to_pay(client, offering) == first
    assert Order.objects.count() == 1
    assert len(stripe.all("checkout.session")) == 1


def test_a_new_price_is_a_new_order(client, buyer, stripe, offering):
    first, _page = go_to_pay(client, offering)
    offering.prices.update(amount=5900)
    second, _page = go_to_pay(client, offering)
    assert (first.line.unit_amount, second.line.unit_amount) == (4900, 5900)


def test_of_two_prices_only_the_page_of_the_last_can_be_paid(client, buyer, stripe, offering):
    first, _page = go_to_pay(client, offering)
    offering.prices.update(amount=5900)
    second, _page = go_to_pay(client, offering)
    assert session_of(stripe, first)["status"] == "expired"
    assert (first.balance.state, second.balance.state) == (State.EXPIRED, State.OPEN)


def test_who_paid_and_chooses_another_price_before_the_word_came_pays_once(
    client, buyer, stripe, offering
):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    other = Price.objects.create(offering=offering, currency="USD", amount=5500)
    response = client.post(f"/pay/{offering.uuid}/", {"price": other.pk})
    assert response.url == "/pay/"
    assert Order.objects.get().balance.state == State.PAID
    assert Entitlement.objects.running().count() == 1


def test_an_order_of_a_trial_with_other_keys_stops_nobody(client, buyer, stripe, offering):
    first, _page = go_to_pay(client, offering)
    del stripe.things[session_of(stripe, first)["id"]]
    offering.prices.update(amount=5900)
    second, page = go_to_pay(client, offering)
    assert page == session_of(stripe, second)["url"]


def test_who_paid_and_comes_again_before_the_word_came_is_settled(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    response = client.post(f"/pay/{offering.uuid}/", {"price": offering.prices.get().pk})
    assert response.url == f"/pay/orders/{order.uuid}/"
    assert "Your payment is confirmed" in client.get(response.url).text


def test_nobody_is_told_that_nothing_was_charged_before_it_is_known(
    client, buyer, stripe, offering
):
    """The word of Stripe is lost: My payments leads to the order, and looking again resolves it."""
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    page = f"/pay/orders/{order.uuid}/"
    assert f'href="{page}"' in client.get("/pay/").text
    assert "Nothing was charged" not in client.get(page).text
    assert "nothing was charged" not in client.get(page).text
    assert "have not paid" not in client.get(f"{page}cancelled/").text
    stripe.is_down = True
    assert "could not reach" in client.post(f"{page}look-again/", follow=True).text
    stripe.is_down = False
    assert "Your payment is confirmed" in client.post(f"{page}look-again/", follow=True).text
    assert Entitlement.objects.running().count() == 1


def test_to_look_again_changes_nothing_where_nothing_was_paid(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    response = client.post(f"/pay/orders/{order.uuid}/look-again/", follow=True)
    assert "have not heard of a payment" in response.text
    assert not Payment.objects.exists()


def test_a_place_that_was_paid_twice_is_listed_until_one_is_given_back(stripe, offering):
    first = begun(offering)
    offering.prices.update(amount=5900)
    price = offering.prices.get()
    second = buying.order_to_pay(person=first.person, price=price, by=first.person.user)
    assert buying.page_to_pay(order=second, email="")
    for order in (first, second):
        stripe.pay(session_of(stripe, order))
    for _twice in range(2):
        deliver(stripe, stripe.events)
    assert Difference.objects.get(mended_at=None).order == second
    stripe.refund(session_of(stripe, first)["payment_intent"])
    deliver(stripe, stripe.events)
    assert not Difference.objects.filter(mended_at=None).exists()
    assert Entitlement.objects.running().count() == 1


def test_who_paid_is_not_asked_to_pay_again(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    data = {"price": offering.prices.get().pk}
    text = client.post(f"/pay/{offering.uuid}/", data, follow=True).text
    assert "You have paid for this course already." in text
    assert Order.objects.count() == 1


def test_a_transfer_opens_the_course_when_it_arrives(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    deliver(stripe, stripe.events)
    assert order.balance.state == State.AWAITED
    assert "waiting for your transfer" in client.get(f"/pay/orders/{order.uuid}/").text
    assert not Entitlement.objects.exists()
    stripe.arrive(session)
    deliver(stripe, stripe.events)
    assert Order.objects.get().balance.state == State.PAID
    assert Entitlement.objects.running().count() == 1


@pytest.mark.parametrize("change", [{"is_open": False}, {"ends_on": date(2020, 1, 2)}])
def test_who_paid_gets_in_though_the_offering_closed_meanwhile(
    client, buyer, stripe, offering, change
):
    order, _page = go_to_pay(client, offering)
    Offering.objects.filter(pk=offering.pk).update(**change)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    door = f"/learn/{offering.course.slug}/enrol/"
    client.post(door, {"given_name": "Amara", "family_name": "Diallo", "time_zone": "UTC"})
    assert Enrolment.objects.active().get().offering == offering
    client.force_login(make_user("another"))
    assert client.get(door).status_code == 404


def test_who_completed_an_offering_that_closed_does_not_begin_it_again(
    client, buyer, stripe, offering
):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    enrol(person=order.person, offering=offering, locale="en")
    Offering.objects.update(is_open=False)
    slug, today = offering.course.slug, timezone.localdate()
    assert offering_to_join(slug, today, buyer) == offering
    Enrolment.objects.update(state="completed")
    assert offering_to_join(slug, today, buyer) is None


def promised(client, stripe, offering):
    """An order whose transfer is on its way, and its page here."""
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order), status=LATER)
    deliver(stripe, stripe.events)
    return order, f"/pay/orders/{order.uuid}/"


@pytest.mark.parametrize("stripe_cancels", [True, False])
def test_who_promised_a_transfer_gives_it_up_and_pays_in_another_way(
    client, buyer, stripe, offering, stripe_cancels
):
    order, page = promised(client, stripe, offering)
    stripe.cancels = stripe_cancels
    again = {"price": offering.prices.get().pk}
    assert client.post(f"/pay/{offering.uuid}/", again).url == "/pay/"
    assert "Give the transfer up" in client.get(page).text
    for _twice in range(2):
        text = client.post(f"{page}give-up/", follow=True).text
        assert "The transfer is given up" in text
        assert "not paid, and nothing was charged" in text
    assert stripe.all("payment_intent")[0]["status"] == ("canceled" if stripe_cancels else LATER)
    deliver(stripe, stripe.events)
    assert order.balance.state == State.GIVEN_UP
    other, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, other))
    deliver(stripe, stripe.events)
    assert Entitlement.objects.running().get().reference == str(other.line.uuid)


def test_a_transfer_that_comes_though_it_was_given_up_is_paid_and_twice_is_listed(
    client, buyer, stripe, offering
):
    order, page = promised(client, stripe, offering)
    stripe.cancels = False
    client.post(f"{page}give-up/")
    other, _page = go_to_pay(client, offering)
    stripe.arrive(session_of(stripe, order))
    deliver(stripe, stripe.events)
    assert order.balance.state == State.PAID
    assert Entitlement.objects.running().count() == 1
    stripe.pay(session_of(stripe, other))
    deliver(stripe, stripe.events)
    assert Difference.objects.get(mended_at=None).order == other


def test_a_transfer_that_has_come_is_not_given_up(client, buyer, stripe, offering):
    """Its event is late."""
    order, page = promised(client, stripe, offering)
    stripe.arrive(session_of(stripe, order))
    assert "Your payment is confirmed" in client.post(f"{page}give-up/", follow=True).text
    assert order.balance.state == State.PAID


def test_where_stripe_does_not_answer_nothing_is_given_up(client, buyer, stripe, offering):
    order, page = promised(client, stripe, offering)
    stripe.is_down = True
    assert "could not reach" in client.post(f"{page}give-up/", follow=True).text
    assert order.balance.state == State.AWAITED


def test_what_nobody_promised_or_is_somebody_elses_is_not_given_up(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    page = f"/pay/orders/{order.uuid}/give-up/"
    client.post(page)
    assert order.balance.state == State.OPEN
    client.force_login(make_user("another"))
    assert client.post(page).status_code == 404


def test_who_learned_learns_on_where_a_refund_fails(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    payment = stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    enrolment = enrol(person=order.person, offering=offering, locale="en")
    refund = stripe.refund(payment["id"])
    deliver(stripe, stripe.events)
    assert Enrolment.objects.get().state == "withdrawn"
    stripe.refund_fails(refund)
    deliver(stripe, stripe.events)
    assert Enrolment.objects.active().get() == enrolment


def test_a_new_payment_brings_nobody_back_by_itself(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    payment = stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    enrol(person=order.person, offering=offering, locale="en")
    stripe.refund(payment["id"])
    deliver(stripe, stripe.events)
    again, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, again))
    deliver(stripe, stripe.events)
    assert Entitlement.objects.running().count() == 1
    assert Enrolment.objects.get().state == "withdrawn"


def test_a_transfer_that_fails_opens_nothing(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    session = session_of(stripe, order)
    stripe.pay(session, status=LATER)
    stripe.fail(session)
    deliver(stripe, stripe.events)
    assert order.balance.state == State.FAILED
    assert "nothing was charged" in client.get(f"/pay/orders/{order.uuid}/").text
    assert not Entitlement.objects.exists()


def test_an_order_left_for_too_long_expires_and_another_begins(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    stripe.expire(session_of(stripe, order))
    deliver(stripe, stripe.events)
    assert order.balance.state == State.EXPIRED
    response = client.get(f"/pay/orders/{order.uuid}/cancelled/", follow=True)
    assert "was not paid, and nothing was charged" in response.text
    again, _page = go_to_pay(client, offering)
    assert again != order


def test_a_voucher_for_everything_is_paid_with_nothing(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order), discount=4900)
    deliver(stripe, stripe.events)
    assert order.balance == type(order.balance)(State.PAID, 0, 0)
    assert Entitlement.objects.running().count() == 1


def test_the_form_may_lead_to_stripe_and_nowhere_else(client, buyer, stripe, offering, settings):
    policy = client.get(f"/pay/{offering.uuid}/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {settings.STRIPE_CHECKOUT_ORIGIN};" in policy + ";"


def test_who_has_a_place_from_elsewhere_reads_that_there_is_nothing_to_pay(
    client, buyer, stripe, offering
):
    by = make_user("finance")
    grant(person=person_for(user=buyer), offering=offering, reason="Lost.", by=by)
    data = {"price": offering.prices.get().pk}
    text = client.post(f"/pay/{offering.uuid}/", data, follow=True).text
    assert "have a place in this course already" in text
    assert "You have paid" not in text
    assert not Order.objects.exists()


def test_a_price_that_is_gone_is_asked_for_again(client, buyer, stripe, offering):
    response = client.post(f"/pay/{offering.uuid}/", {"price": 0})
    assert response.status_code == 200
    assert "This price has changed" in response.text
    assert not Order.objects.exists()


def test_when_stripe_does_not_answer_nothing_is_charged(client, buyer, stripe, offering):
    stripe.is_down = True
    data = {"price": offering.prices.get().pk}
    response = client.post(f"/pay/{offering.uuid}/", data, follow=True)
    assert "Nothing was charged" in response.text
    stripe.is_down = False
    order, _page = go_to_pay(client, offering)
    assert Order.objects.get() == order


def test_without_keys_the_page_says_that_payment_is_not_set_up(client, buyer, offering):
    assert "payment is not set up" in client.get(f"/pay/{offering.uuid}/").text
    data = {"price": offering.prices.get().pk}
    assert client.post(f"/pay/{offering.uuid}/", data).status_code == 200
    assert not Order.objects.exists()


def test_the_receipt_is_on_a_page_of_stripe(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    stripe.pay(session_of(stripe, order))
    deliver(stripe, stripe.events)
    response = client.get(f"/pay/orders/{order.uuid}/receipt/")
    assert response.url == "https://pay.stripe.com/receipts/made-up"


def test_nothing_of_a_card_or_a_payer_is_kept(client, buyer, stripe, offering):
    order, _page = go_to_pay(client, offering)
    session = session_of(stripe, order)
    session["customer_details"] = {"email": "payer@example.org", "name": "Paula Payer"}
    stripe.pay(session)
    deliver(stripe, stripe.events)
    kept = str([*StripeEvent.objects.values(), *Payment.objects.values()])
    assert "pi_" in kept
    assert "Payer" not in kept
    assert "payer@" not in kept
