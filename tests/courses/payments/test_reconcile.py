"""Events that never came are found once a day, and mended on command."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.models import Difference, Entitlement, Order, Reconciliation
from courses.payments.reconciliation import REFUSED, reconcile_daily
from tests.courses.payments.buyers import begun, seats_begun, session_of
from tests.stripe.delivery import deliver

pytestmark = pytest.mark.django_db


def command(*arguments):
    out = StringIO()
    call_command("reconcile_payments", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def lost(stripe, offering):
    """An order whose events nobody ever brought."""
    order = begun(offering)
    stripe.pay(session_of(stripe, order))
    return order


def test_a_payment_that_we_were_not_told_of_is_listed_and_then_mended(lost):
    assert command() == "1 looked at, 1 differ"
    found = Difference.objects.get(mended_at=None)
    assert found.order == lost
    assert [word.split("_")[0] for word in found.missing] == ["paid pi"]
    assert not Entitlement.objects.exists()
    assert command("--mend") == "1 looked at, 1 mended"
    assert Entitlement.objects.running().count() == 1
    assert not Difference.objects.filter(mended_at=None).exists()
    assert command() == "1 looked at, 0 differ"


def test_a_refund_that_we_were_not_told_of_is_mended_too(stripe, lost):
    deliver(stripe, stripe.events)
    stripe.refund(session_of(stripe, lost)["payment_intent"])
    assert command("--mend") == "1 looked at, 1 mended"
    assert not Entitlement.objects.running().exists()


def test_an_event_that_comes_after_all_mends_what_was_listed(stripe, lost):
    command()
    deliver(stripe, stripe.events)
    assert Difference.objects.get().mended_at


def test_what_was_brought_in_full_differs_in_nothing(stripe, lost):
    deliver(stripe, stripe.events)
    assert command() == "0 looked at, 0 differ"


def test_an_order_without_any_event_is_asked_for_as_well(stripe, lost):
    stripe.things = {k: t for k, t in stripe.things.items() if t["object"] != "event"}
    assert command("--mend") == "1 looked at, 1 mended"


def test_many_events_are_read_page_by_page(stripe, lost):
    for number in range(150):
        stripe.tell("product.updated", {"id": f"prod_{number}", "object": "product"})
    assert command("--mend") == "1 looked at, 1 mended"
    pages = [params for _method, path, params in stripe.asked if path == "/v1/events"]
    assert len(pages) == 1  # the others are not even asked for


def test_no_event_is_too_far_back_to_be_read(stripe, lost):
    for number in range(1100):
        about = {"id": f"ch_{number}", "object": "charge", "metadata": {"order": str(uuid4())}}
        stripe.tell("charge.succeeded", about)
    assert command("--mend") == "1 looked at, 1 mended"


def test_an_order_that_stripe_does_not_show_stops_nothing(stripe, offering):
    """As one of a trial with other keys."""
    trial = begun(offering)
    del stripe.things[session_of(stripe, trial)["id"]]
    real = begun(offering)
    stripe.pay(session_of(stripe, real))
    assert command("--mend") == "2 looked at, 2 mended"
    assert Entitlement.objects.running().get().person == real.person
    noted = Difference.objects.get(order=trial)
    assert (noted.missing, noted.mended_at is None) == ([REFUSED], False)
    deliver(stripe, stripe.events)
    assert command("--mend") == "0 looked at, 0 mended"


def test_without_mending_it_is_listed_until_somebody_does(stripe, offering):
    trial = begun(offering)
    del stripe.things[session_of(stripe, trial)["id"]]
    assert command() == command() == "1 looked at, 1 differ"
    assert Difference.objects.get().mended_at is None


def test_a_payment_on_a_page_that_we_never_wrote_down_is_found(stripe, lost):
    """The server died before it kept the page's key, and only a later event is there."""
    Order.objects.update(stripe_session="")
    [charge] = stripe.all("charge")
    stripe.things = {k: t for k, t in stripe.things.items() if t["object"] != "event"}
    stripe.tell("charge.succeeded", charge)
    assert command("--mend") == "1 looked at, 1 mended"
    assert Entitlement.objects.running().get().person == lost.person


def test_an_invoice_that_we_never_wrote_down_is_found(stripe, offering):
    order = seats_begun(offering, 2, way="invoice")
    payment = stripe.pay_invoice(stripe.all("invoice")[0])
    Order.objects.update(stripe_invoice="")
    stripe.things = {k: t for k, t in stripe.things.items() if t["object"] != "event"}
    stripe.tell("payment_intent.succeeded", payment)
    assert command("--mend") == "1 looked at, 1 mended"
    assert order.balance.is_paid


def test_what_has_an_end_is_asked_for_no_more(stripe, offering):
    order = begun(offering)
    stripe.expire(session_of(stripe, order))
    deliver(stripe, stripe.events)
    assert command() == "0 looked at, 0 differ"


def test_it_says_what_it_left_out(stripe, offering, monkeypatch):
    monkeypatch.setattr("courses.payments.reconciliation.MOST_WAITING", 1)
    begun(offering)
    assert "left out" not in command()
    begun(offering)
    assert command().startswith("1 looked at, 0 differ; more than 1 wait")


def test_it_is_due_once_a_day(lost):
    now = timezone.now()
    assert reconcile_daily(now=now) == "1 looked at, 1 differ"
    assert reconcile_daily(now=now + timedelta(hours=23)) == "not due"
    assert reconcile_daily(now=now + timedelta(hours=25)) == "1 looked at, 1 differ"


def test_when_stripe_does_not_answer_it_is_due_again_at_once(stripe, lost):
    stripe.is_down = True
    with pytest.raises(CommandError, match="Stripe did not answer"):
        command()
    assert not Reconciliation.objects.exists()


def test_without_keys_it_says_so(db):
    assert reconcile_daily(now=timezone.now()) == "payment is not set up"
    with pytest.raises(CommandError, match="STRIPE_SECRET_KEY"):
        command()
