"""What Stripe knows of one order, as facts; and which order an object of Stripe is about."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from . import gateway
from .folding import Fact, Kind
from .gateway import Thing
from .models import Order, Payment

# By the status of a refund; of one that Stripe has not decided, or in a word not known here,
# nothing is written down: a fact is never taken back.
REFUNDS = {
    "succeeded": Kind.REFUNDED,
    "pending": Kind.REFUNDED,
    "requires_action": Kind.REFUNDED,
    "failed": Kind.REFUND_FAILED,
    "canceled": Kind.REFUND_FAILED,
}
STILL_COMING = {"processing", "requires_action"}
BEFORE_MONEY_IS_TAKEN = {"prevented"}  # and what begins with "warning": questions, no disputes


@dataclass
class Known:
    """What Stripe knows of an order: where it is paid, and what happened to its money.

    ``since``: when it was asked; what happened before is among it.
    """

    session: str = ""
    invoice: str = ""
    facts: list[Fact] = field(default_factory=list)
    since: datetime = field(default_factory=timezone.now)


def ask(order: Order, about: Thing | None = None) -> Known:
    """Everything about its money. ``about`` is what an event was about: it may name what the order
    does not know yet, as when the server died after Stripe had answered.
    """
    known = Known(order.stripe_session, order.stripe_invoice)
    if about and order.way == Order.Way.INVOICE:
        known.invoice = known.invoice or _invoice_of(about)
    elif about:
        known.session = known.session or _session_of(about)
    if known.session:
        known.facts += _of_session(gateway.session(known.session))
    if known.invoice:
        known.facts += _of_invoice(gateway.invoice(known.invoice))
    return known


def _of_session(session: Thing) -> Iterator[Fact]:
    if session["status"] == "expired":
        yield Fact(Kind.EXPIRED, session["id"])
    if session["status"] == "complete" and session["payment_status"] == "no_payment_required":
        yield Fact(Kind.PAID, session["id"])
    if intent := session.get("payment_intent"):
        yield from _of_payment(gateway.payment_intent(intent), session["status"] == "complete")


def _of_payment(intent: Thing, is_complete: bool) -> Iterator[Fact]:
    key = intent["id"]
    if intent["status"] == "succeeded":
        yield Fact(Kind.PAID, key, intent["amount_received"])
        yield from _given_back(key)
    elif intent["status"] in STILL_COMING and is_complete:
        yield Fact(Kind.AWAITED, key)
    elif is_complete:
        yield Fact(Kind.FAILED, key)


def _of_invoice(invoice: Thing) -> Iterator[Fact]:
    """Paid through Stripe, or in another way and marked so there: what is left over.

    A payment that Stripe still calls open is not left over: it is counted once it is paid.
    """
    if invoice["status"] in ("void", "uncollectible"):
        yield Fact(Kind.VOIDED, invoice["id"])
    if invoice["status"] != "paid":
        return
    payments = (invoice.get("payments") or {"data": []})["data"]
    left = invoice["amount_paid"]
    for payment in payments:
        intent = payment["payment"].get("payment_intent")
        if payment["status"] == "paid" and intent:
            yield Fact(Kind.PAID, intent, payment["amount_paid"])
            yield from _given_back(intent)
            left -= payment["amount_paid"]
    if any(payment["status"] == "open" for payment in payments):
        left = 0
    elsewhere = invoice.get("amount_paid_off_stripe") or max(left, 0)
    if elsewhere or not invoice["amount_paid"]:
        yield Fact(Kind.PAID, invoice["id"], elsewhere)


def _given_back(payment_intent: str) -> Iterator[Fact]:
    for refund in gateway.refunds(payment_intent):
        if kind := REFUNDS.get(refund["status"]):
            yield Fact(kind, refund["id"], refund["amount"])
    for dispute in gateway.disputes(payment_intent):
        status, key, amount = dispute["status"], dispute["id"], dispute["amount"]
        if status in BEFORE_MONEY_IS_TAKEN or status.startswith("warning"):
            continue
        yield Fact(Kind.DISPUTED, key, amount)
        if status in ("won", "lost"):
            yield Fact(Kind.DISPUTE_WON if status == "won" else Kind.DISPUTE_LOST, key, amount)


# --- where it is paid, by what an event is about ------------------------------------------------


def _session_of(about: Thing) -> str:
    if about["object"] == "checkout.session":
        return str(about["id"])
    intent = _intent_of(about)
    return next(iter(gateway.sessions_paid_by(intent)), "") if intent else ""


def _invoice_of(about: Thing) -> str:
    if about["object"] == "invoice":
        return str(about["id"])
    intent = _intent_of(about)
    by_payment = gateway.invoices_paid_by(intent) if intent else []
    return about.get("invoice") or next(iter(by_payment), "")


def _intent_of(thing: Thing) -> str:
    mine = thing["object"] == "payment_intent"
    return (thing["id"] if mine else thing.get("payment_intent")) or ""


# --- which order --------------------------------------------------------------------------------


def order_of(thing: Thing) -> Order | None:
    """By our own reference where it has one, else by the payment it belongs to."""
    if reference := _reference_of(thing):
        return _order(reference)
    if invoice := thing.get("invoice"):
        return _by_invoice(invoice)
    intent = _intent_of(thing)
    return _by_payment(intent) if intent else None


def order_without_asking(thing: Thing) -> Order | None:
    """Where we know it by ourselves, as Stripe may be what fails."""
    if reference := _reference_of(thing):
        return _order(reference)
    if thing.get("invoice"):
        return Order.objects.filter(stripe_invoice=thing["invoice"]).first()
    return _paid_by(_intent_of(thing))


def _reference_of(thing: Thing) -> str | None:
    return (thing.get("metadata") or {}).get("order") or thing.get("client_reference_id")


def _order(reference: str) -> Order | None:
    try:
        return Order.objects.filter(uuid=UUID(reference)).first()
    except ValueError:
        return None


def _by_invoice(key: str) -> Order | None:
    mine = Order.objects.filter(stripe_invoice=key).first()
    return mine or _order((gateway.invoice(key).get("metadata") or {}).get("order") or "")


def _paid_by(key: str) -> Order | None:
    known = Payment.objects.filter(stripe_id=key).select_related("order").first()
    return known.order if known else None


def _by_payment(key: str) -> Order | None:
    if known := _paid_by(key):
        return known
    reference = (gateway.payment_intent(key).get("metadata") or {}).get("order")
    if reference:
        return _order(reference)
    for invoice in gateway.invoices_paid_by(key):
        if order := _by_invoice(invoice):
            return order
    return None
