"""How Stripe is asked: the only module that talks to it. Answers are plain dicts."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from itertools import islice
from typing import Any, cast

import stripe
from django.conf import settings

from .currencies import TRANSFERS
from .models import Order

SECONDS = 15
TRIES = 2  # the library waits between them
OF_AN_EVENT = (5, 0)  # seconds and tries: Stripe sends it again
TOLERANCE = 300  # seconds that a signed event may be old
DUE_DAYS = 30
MOST_OF_A_PAYMENT = 100  # refunds or disputes

type Thing = dict[str, Any]
logger = logging.getLogger(__name__)
_patience: ContextVar[tuple[float, int]] = ContextVar("patience", default=(SECONDS, TRIES))


class NotSetUp(RuntimeError):
    """This site has no keys of Stripe."""


class NotAnswered(RuntimeError):
    """Stripe could not be reached, or is too busy; try again later."""


class RefusedByStripe(RuntimeError):
    """Stripe will not do this, now or later: no such object, not with this key, not so much."""


# A wrong key is not among them: with a right one all of it can be asked again.
REFUSED = (stripe.InvalidRequestError, stripe.PermissionError)


def is_set_up() -> bool:
    return bool(settings.STRIPE_SECRET_KEY)


def _client() -> stripe.StripeClient:
    if not is_set_up():
        raise NotSetUp
    seconds, tries = _patience.get()
    base: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        base_addresses=base,
        max_network_retries=tries,
        http_client=stripe.RequestsClient(timeout=seconds),
    )


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """While an event is answered: of a few threads none waits long for a Stripe that is slow."""
    before = _patience.set(OF_AN_EVENT)
    try:
        yield
    finally:
        _patience.reset(before)


def _ask(service: str, method: str, *arguments: Any, key: str = "") -> Any:
    """Call ``client.v1.<service>.<method>``; ``key`` makes it safe to repeat."""
    target: Any = _client().v1
    for part in service.split("."):
        target = getattr(target, part)
    options = {"idempotency_key": key} if key else {}
    try:
        return getattr(target, method)(*arguments, options=options)
    except stripe.StripeError as error:
        raise _said(f"{service}.{method}", error) from error


def _said(what: str, error: stripe.StripeError) -> NotAnswered | RefusedByStripe:
    """For the log as well: what Stripe's support asks for, and nothing about who pays."""
    is_final = isinstance(error, REFUSED)
    is_busy = not is_final and not isinstance(error, stripe.AuthenticationError)
    said = f"{what}: {type(error).__name__} {error.code or ''} {error.request_id or ''}".strip()
    logger.log(logging.WARNING if is_busy else logging.ERROR, "Stripe: %s", said)
    return (RefusedByStripe if is_final else NotAnswered)(said)


def _each(service: str, params: Thing) -> Iterator[Thing]:
    """Page by page, to the end."""
    found = _ask(service, "list", {**params, "limit": 100})
    try:
        for item in found.auto_paging_iter():
            yield item.to_dict()
    except stripe.StripeError as error:
        raise _said(f"{service}.list", error) from error


def _listed(service: str, params: Thing, most: int) -> list[Thing]:
    return list(islice(_each(service, params), most))


def checked_event(body: bytes, signature: str) -> Thing:
    """The event in a signed body; raises ValueError or SignatureVerificationError."""
    secret = settings.STRIPE_WEBHOOK_SECRET
    event = stripe.Webhook.construct_event(body, signature, secret, TOLERANCE, api_key="unused")
    return cast(Thing, event.to_dict())


# --- what there is ------------------------------------------------------------------------------


def session(key: str) -> Thing:
    return cast(Thing, _ask("checkout.sessions", "retrieve", key).to_dict())


def sessions_paid_by(payment_intent: str) -> list[str]:
    """One, or none where it was paid in another way."""
    params = {"payment_intent": payment_intent}
    return [found["id"] for found in _listed("checkout.sessions", params, 1)]


def expire_session(key: str) -> None:
    """Nobody pays on that page any more. Raises RefusedByStripe where somebody just has."""
    _ask("checkout.sessions", "expire", key)


def cancel_payment(payment_intent: str) -> None:
    """Nobody pays it any more. Raises RefusedByStripe: it is paid, or Checkout has made it."""
    params = {"cancellation_reason": "requested_by_customer"}
    _ask("payment_intents", "cancel", payment_intent, params)


def payment_intent(key: str) -> Thing:
    params = {"expand": ["latest_charge"]}
    return cast(Thing, _ask("payment_intents", "retrieve", key, params).to_dict())


def invoice(key: str) -> Thing:
    return cast(Thing, _ask("invoices", "retrieve", key, {"expand": ["payments"]}).to_dict())


def invoices_paid_by(payment_intent: str) -> list[str]:
    payment = {"type": "payment_intent", "payment_intent": payment_intent}
    return [found["invoice"] for found in _listed("invoice_payments", {"payment": payment}, 10)]


def refunds(payment_intent: str) -> list[Thing]:
    return _listed("refunds", {"payment_intent": payment_intent}, MOST_OF_A_PAYMENT)


def disputes(payment_intent: str) -> list[Thing]:
    return _listed("disputes", {"payment_intent": payment_intent}, MOST_OF_A_PAYMENT)


def events_since(moment: datetime, types: Sequence[str]) -> Iterator[Thing]:
    """All of these types, the newest first; Stripe keeps them for thirty days."""
    params = {"created": {"gte": int(moment.timestamp())}, "types": list(types)}
    yield from _each("events", params)


# --- what is asked for --------------------------------------------------------------------------


def make_customer(*, name: str, key: str) -> str:
    """Stripe writes to nobody before it is told whom."""
    return str(_ask("customers", "create", {"name": name} if name else {}, key=key).id)


def write_to(customer: str, *, email: str) -> None:
    """Where the invoices of an organisation go from now on; without an address, as before.

    Raises RefusedByStripe where there is no such customer.
    """
    _ask("customers", "update", customer, {"email": email} if email else {})


def make_session(order: Order, *, customer: str, back: str, away: str) -> Thing:
    """The page of Stripe on which an order is paid; asked again, the same page."""
    reference = {"order": str(order.uuid)}
    params: Thing = {
        "mode": "payment",
        "client_reference_id": str(order.uuid),
        "metadata": reference,
        "payment_intent_data": {"metadata": reference},
        "line_items": [_line_item(order)],
        "allow_promotion_codes": True,
        "success_url": back,
        "cancel_url": away,
    }
    if order.organisation_id:
        params |= _for_an_organisation(order)
    if customer:
        params |= {"customer": customer}
        if order.currency in settings.STRIPE_BANK_TRANSFERS and order.currency in TRANSFERS:
            params |= _with_bank_transfer(order.currency)
    return cast(Thing, _ask("checkout.sessions", "create", params, key=str(order.uuid)).to_dict())


def _line_item(order: Order) -> Thing:
    price = {
        "currency": order.currency.lower(),
        "unit_amount": order.line.unit_amount,
        "product_data": {"name": order.line.title},
    }
    return {"price_data": price, "quantity": order.line.quantity}


def _for_an_organisation(order: Order) -> Thing:
    """An invoice with address and tax number, for the books of who pays."""
    invoice: Thing = {"metadata": {"order": str(order.uuid)}, **_purchase_order(order)}
    return {
        "billing_address_collection": "required",
        "tax_id_collection": {"enabled": True},
        "customer_update": {"name": "auto", "address": "auto"},
        "invoice_creation": {"enabled": True, "invoice_data": invoice},
    }


def _purchase_order(order: Order) -> Thing:
    number = order.purchase_order
    return {"custom_fields": [{"name": "Purchase order", "value": number}]} if number else {}


def _with_bank_transfer(currency: str) -> Thing:
    """Beside what else the account takes: which cards and wallets, Stripe's dashboard says."""
    transfer = {"funding_type": "bank_transfer", "bank_transfer": TRANSFERS[currency]}
    return {"payment_method_options": {"customer_balance": transfer}}


def make_invoice(order: Order, *, customer: str, billed_to: str) -> Thing:
    """Draft, fill, finalise, send; whatever was done of it already is not done twice.

    Also after a day, when Stripe has forgotten the keys: what was begun it still has.
    """
    key = str(order.uuid)
    made = _begun_invoice(order, customer) or _drafted(order, customer, billed_to)
    if made["status"] == "draft":
        if not made["amount_due"]:
            _ask("invoice_items", "create", _all_seats(order, made), key=f"{key}-item")
        made = _ask("invoices", "finalize_invoice", made["id"], {}, key=f"{key}-final").to_dict()
    if made["status"] != "open":  # paid or cancelled meanwhile
        return made
    return cast(
        Thing, _ask("invoices", "send_invoice", made["id"], {}, key=f"{key}-send").to_dict()
    )


def _begun_invoice(order: Order, customer: str) -> Thing | None:
    since = int(order.created_at.timestamp()) - TOLERANCE  # clocks differ
    for made in _each("invoices", {"customer": customer, "created": {"gte": since}}):
        if (made.get("metadata") or {}).get("order") == str(order.uuid):
            return made
    return None


def _drafted(order: Order, customer: str, billed_to: str) -> Thing:
    key = str(order.uuid)
    draft = {
        "customer": customer,
        "collection_method": "send_invoice",
        "days_until_due": DUE_DAYS,
        "currency": order.currency.lower(),
        "auto_advance": False,
        "pending_invoice_items_behavior": "exclude",
        "metadata": {"order": key},
        **_purchase_order(order),
        **({"description": billed_to} if billed_to else {}),
    }
    return cast(Thing, _ask("invoices", "create", draft, key=f"{key}-invoice").to_dict())


def _all_seats(order: Order, invoice: Thing) -> Thing:
    line = order.line
    return {
        "customer": invoice["customer"],
        "invoice": invoice["id"],
        "currency": order.currency.lower(),
        "description": f"{line.quantity} × {line.title}",
        "amount": line.quantity * line.unit_amount,
    }


def make_refund(payment_intent: str, *, amount: int, key: str) -> Thing:
    """Once, also where it is asked for again after Stripe has forgotten ``key``: after a day."""
    for made in refunds(payment_intent):
        if (made.get("metadata") or {}).get("refund") == key:
            return made
    params = {
        "payment_intent": payment_intent,
        "amount": amount,
        "reason": "requested_by_customer",
        "metadata": {"refund": key},
    }
    return cast(Thing, _ask("refunds", "create", params, key=key).to_dict())
