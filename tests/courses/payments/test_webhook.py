"""What comes to the webhook, and from whom."""

import json

import pytest
from django.test import Client

from courses.models import Entitlement, Order, Payment, StripeEvent
from courses.payments.asking import ask
from courses.payments.events import mend
from courses.payments.office import StripeEvent as Event
from tests.courses.payments.buyers import begun, session_of
from tests.stripe.delivery import WEBHOOK, deliver, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(stripe, offering):
    """The event that says so, not brought yet."""
    order = begun(offering)
    stripe.pay(session_of(stripe, order))
    return stripe.events[-1]


def test_a_body_that_was_changed_is_refused_in_words(stripe, paid):
    body, signature = stripe.signed(paid)
    response = send(body.replace(b"4900", b"1"), signature)
    assert (response.status_code, StripeEvent.objects.count()) == (400, 0)
    assert "signature" in response.text


@pytest.mark.parametrize("signature", ["", "t=1,v1=2", "nonsense", "t=x,v1=", "\x7f" * 50])
def test_without_a_good_signature_nothing_is_kept(stripe, paid, signature):
    body, _signature = stripe.signed(paid)
    assert send(body, signature).status_code == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize(("age", "status"), [(290, 200), (400, 400)])
def test_an_old_signature_is_refused(stripe, paid, age, status):
    assert send(*stripe.signed(paid, age=age)).status_code == status


@pytest.mark.parametrize(
    "event",
    [{}, [], {"id": "evt_1"}, {"id": "evt_1", "type": "x", "data": {"object": None}}, "text"],
)
def test_signed_nonsense_is_refused_in_words(stripe, event):
    response = send(*stripe.signed(event))
    assert (response.status_code, response.text) == (400, "This is not an event of Stripe.")


def test_bytes_that_are_no_text_are_refused(stripe):
    assert send(b"\xff\xfe", "t=1,v1=2").status_code == 400


def test_a_body_too_long_is_refused(stripe, paid):
    paid["more"] = "x" * 1024 * 1024
    assert send(*stripe.signed(paid)).status_code == 413
    paid["more"] = "x" * 3 * 1024 * 1024
    assert send(*stripe.signed(paid)).status_code == 400


def test_nobody_reads_it(stripe):
    assert Client().get(WEBHOOK).status_code == 405


def test_without_keys_there_is_no_webhook(db):
    assert send(b"{}", "").status_code == 404


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("product.created", Event.Outcome.KEPT), ("charge.succeeded", Event.Outcome.NOT_OURS)],
)
def test_what_concerns_no_order_is_kept_and_answered(stripe, db, kind, outcome):
    stripe.tell(kind, {"id": "x_1", "object": "thing", "metadata": {}, "name": "Paula"})
    assert deliver(stripe, stripe.events) == [200]
    kept = StripeEvent.objects.get()
    assert (kept.outcome, kept.type, kept.order) == (outcome, kind, None)
    assert "Paula" not in json.dumps(kept.payload)


def test_an_order_of_another_site_with_the_same_stripe_is_not_ours(stripe, db):
    for reference in ("f2b1b1c6-3b7b-4b57-9d1d-2f6b1a9b7f0e", "nonsense"):
        about = {"id": "cs_9", "object": "checkout.session", "client_reference_id": reference}
        stripe.tell("checkout.session.completed", about)
    assert deliver(stripe, stripe.events) == [200, 200]
    assert set(StripeEvent.objects.values_list("outcome", flat=True)) == {Event.Outcome.NOT_OURS}


def test_what_fails_is_listed_and_nothing_half_done_until_it_comes_again(stripe, paid):
    stripe.is_down = True
    assert deliver(stripe, [paid]) == [503]
    failed = StripeEvent.objects.get()
    assert (failed.outcome, failed.handled_at) == (Event.Outcome.FAILED, None)
    assert failed.problem == "NotAnswered"
    assert not Payment.objects.exists()
    stripe.is_down = False
    assert deliver(stripe, [paid]) == [200]
    assert StripeEvent.objects.get().outcome == Event.Outcome.SETTLED
    assert Entitlement.objects.running().count() == 1


def test_what_stripe_does_not_show_us_is_listed_and_not_sent_again(stripe, paid):
    del stripe.things[paid["data"]["object"]["id"]]
    assert deliver(stripe, [paid]) == [200]
    failed = StripeEvent.objects.get()
    assert (failed.outcome, failed.handled_at) == (Event.Outcome.FAILED, None)
    assert "InvalidRequestError" in failed.problem


def test_a_slow_stripe_holds_no_thread_for_long(stripe, paid, monkeypatch):
    monkeypatch.setattr("courses.payments.gateway.OF_AN_EVENT", (0.2, 0))
    stripe.takes = 1
    assert deliver(stripe, [paid]) == [503]
    stripe.takes = 0
    assert deliver(stripe, [paid]) == [200]


def test_an_event_that_failed_is_closed_by_the_next_of_its_order(stripe, paid):
    stripe.is_down = True
    deliver(stripe, [paid])
    stripe.is_down = False
    failed = StripeEvent.objects.get()
    assert failed.order is not None
    deliver(stripe, stripe.events[:1])
    failed.refresh_from_db()
    assert (failed.outcome, failed.problem) == (Event.Outcome.SETTLED, "")
    assert failed.handled_at


def test_an_event_that_failed_after_stripe_was_asked_stays_open(stripe, paid):
    order = Order.objects.get()
    known = ask(order)
    stripe.is_down = True
    deliver(stripe, [paid])
    mend(order=order, known=known)
    assert StripeEvent.objects.get().handled_at is None


def test_with_a_wrong_key_stripe_sends_the_event_again(stripe, paid, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_wrong"
    assert deliver(stripe, [paid]) == [503]


def test_a_fault_of_ours_is_a_500_without_details_and_leaves_nothing(stripe, paid, monkeypatch):
    def broken(**_fields):
        raise RuntimeError("Secret detail")

    monkeypatch.setattr("courses.payments.settling.entitle", broken)
    response = send(*stripe.signed(paid))
    assert response.status_code == 500
    assert "Secret detail" not in response.text
    assert not Payment.objects.exists()
    assert StripeEvent.objects.get().problem == "RuntimeError"
    monkeypatch.undo()
    assert deliver(stripe, [paid]) == [200]
    assert Payment.objects.count() == 1
