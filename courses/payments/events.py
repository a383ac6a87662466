"""One event of Stripe: a word that an order may have changed; what changed, Stripe is asked.

So it makes no difference in which order events come, how often, or whether one never comes.
"""

import logging

from django.db import transaction
from django.utils import timezone

from . import asking
from .asking import Known
from .gateway import RefusedByStripe, Thing
from .models import Order
from .office import Difference, StripeEvent
from .seats import people_of
from .settling import settle
from .twice import note_paid_twice

logger = logging.getLogger(__name__)

ABOUT_MONEY = (
    "checkout.session.",
    "payment_intent.",
    "charge.",
    "refund.",
    "invoice.",
    "invoice_payment.",
)
# What is kept of what an event is about: no names, no addresses.
KEPT = {
    "amount",
    "amount_paid",
    "amount_received",
    "amount_refunded",
    "amount_total",
    "client_reference_id",
    "charge",
    "currency",
    "id",
    "invoice",
    "object",
    "payment_intent",
    "payment_status",
    "reason",
    "status",
}


def handle(event: Thing) -> str:
    """Once, in one transaction that begins with its row; returns the outcome.

    What fails is rolled back and listed, and the error goes on: Stripe sends the event again.
    """
    done = StripeEvent.objects.filter(event_id=event["id"], handled_at__isnull=False).first()
    if done:
        return done.outcome
    try:
        return _handle(event)
    except Exception as error:
        logger.exception("Event %s of Stripe", event["id"])
        StripeEvent.objects.get_or_create(event_id=event["id"], defaults=_fields(event))
        unhandled = StripeEvent.objects.filter(event_id=event["id"], handled_at__isnull=True)
        problem = str(error) if isinstance(error, RefusedByStripe) else type(error).__name__
        unhandled.update(
            outcome=StripeEvent.Outcome.FAILED,
            problem=problem[:200],
            order=asking.order_without_asking(event["data"]["object"]),
        )
        raise


def _handle(event: Thing) -> str:
    about = event["data"]["object"]
    concerns_money = event["type"].startswith(ABOUT_MONEY)
    order = asking.order_of(about) if concerns_money else None
    # Before the transaction: nobody waits for a lock while Stripe thinks.
    known = asking.ask(order, about) if order else None
    with transaction.atomic():
        StripeEvent.objects.get_or_create(event_id=event["id"], defaults=_fields(event))
        row = StripeEvent.objects.select_for_update().get(event_id=event["id"])
        if row.handled_at:
            return row.outcome
        row.order = order
        row.outcome = _outcome(concerns_money, order)
        row.problem, row.handled_at = "", timezone.now()
        row.save(update_fields=["order", "outcome", "problem", "handled_at"])
        if order and known:
            mend(order=order, known=known)
    return row.outcome


@transaction.atomic
def mend(*, order: Order, known: Known) -> None:
    """Settle, whoever found out; what differed or had failed does so no longer."""
    list(people_of(order).held())
    settle(order=order, known=known)
    failed = StripeEvent.objects.filter(order=order, handled_at__isnull=True)
    failed.filter(received_at__lt=known.since).update(
        outcome=StripeEvent.Outcome.SETTLED, problem="", handled_at=timezone.now()
    )
    open_ones = Difference.objects.filter(order=order, mended_at__isnull=True)
    open_ones.update(mended_at=timezone.now())
    note_paid_twice(order)


def _outcome(concerns_money: bool, order: Order | None) -> str:
    if order:
        return StripeEvent.Outcome.SETTLED
    return StripeEvent.Outcome.NOT_OURS if concerns_money else StripeEvent.Outcome.KEPT


def _fields(event: Thing) -> Thing:
    about = event["data"]["object"]
    kept = {name: value for name, value in about.items() if name in KEPT}
    reference = (about.get("metadata") or {}).get("order")
    return {
        "type": event["type"][:100],
        "payload": {**kept, "created": event.get("created"), "order": reference},
    }
