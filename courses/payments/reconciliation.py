"""What Stripe knows of our orders and we do not: found once a day, mended on command."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from . import asking, events, gateway
from .asking import Known
from .folding import Kind
from .models import Order, Payment
from .office import Difference, Reconciliation, StripeEvent

EVERY = timedelta(days=1)
STRIPE_KEEPS = timedelta(days=30)
OVERLAP = timedelta(days=3)  # for how long Stripe itself tries again
MOST_ORDERS = 500
PAYABLE_FOR = timedelta(days=90)  # an invoice that nobody paid by then is looked at no more


def reconcile_daily(*, now: datetime) -> str:
    """The step of run_due: how many orders were looked at and how many differ."""
    if not gateway.is_set_up():
        return "payment is not set up"
    last = Reconciliation.objects.first()
    if last and last.began_at > now - EVERY:
        return "not due"
    return reconcile(now=now, mends=False)


def reconcile(*, now: datetime, mends: bool) -> str:
    """Raises NotAnswered, NotSetUp; then it is as if nobody had asked."""
    last = Reconciliation.objects.first()
    since = max(last.began_at - OVERLAP, now - STRIPE_KEEPS) if last else now - STRIPE_KEEPS
    asked = differing = 0
    for order, about in _to_look_at(since, now):
        known = asking.ask(order, about)
        asked += 1
        if missing := missing_of(order, known):
            differing += 1
            _note(order, missing)
            if mends:
                events.mend(order=order, known=known)
    Reconciliation.objects.create(began_at=now, since=since, asked=asked)
    return f"{asked} looked at, {differing} {'mended' if mends else 'differ'}"


def _to_look_at(since: datetime, now: datetime) -> Iterator[tuple[Order, gateway.Thing | None]]:
    """Orders of events that never came, those known to differ, and those still without an end."""
    found: dict[int, tuple[Order, gateway.Thing | None]] = {}
    for event in gateway.events_since(since):
        if len(found) >= MOST_ORDERS:
            break
        about = event["data"]["object"]
        was_missed = event["type"].startswith(events.ABOUT_MONEY) and not _was_handled(event["id"])
        if was_missed and (order := asking.order_of(about)):
            found.setdefault(order.pk, (order, about))
    paid = Payment.objects.filter(order=OuterRef("pk"), kind=Kind.PAID)
    recent = Order.objects.filter(created_at__gte=now - PAYABLE_FOR)
    waiting = recent.exclude(stripe_session="", stripe_invoice="").filter(~Exists(paid))
    differing = Order.objects.filter(differences__mended_at__isnull=True, differences__isnull=False)
    for order in [*differing[:MOST_ORDERS], *waiting[:MOST_ORDERS]]:
        found.setdefault(order.pk, (order, None))
    yield from list(found.values())[:MOST_ORDERS]


def _was_handled(event_id: str) -> bool:
    return StripeEvent.objects.filter(event_id=event_id, handled_at__isnull=False).exists()


def missing_of(order: Order, known: Known) -> list[str]:
    """Kinds of fact with their ids that Stripe knows and we have not written down."""
    ours = set(order.payments.values_list("kind", "stripe_id"))
    return [f"{fact.kind} {fact.key}" for fact in known.facts if (fact.kind, fact.key) not in ours]


def _note(order: Order, missing: list[str]) -> None:
    Difference.objects.update_or_create(order=order, mended_at=None, defaults={"missing": missing})
