"""What Stripe knows of our orders and we do not: found once a day, mended on command."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from . import asking, events, gateway
from .asking import Known
from .folding import Kind
from .models import Order, Payment
from .office import Difference, Reconciliation, StripeEvent

REFUSED = "Stripe does not show this order"
EVERY = timedelta(days=1)
STRIPE_KEEPS = timedelta(days=30)
OVERLAP = timedelta(days=3)  # for how long Stripe itself tries again
MOST_WAITING = 500
PAYABLE_FOR = timedelta(days=90)  # an invoice that nobody paid by then is looked at no more
# What changes the money of an order; Stripe takes at most twenty names.
ABOUT_ORDERS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.succeeded",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "invoice.paid",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "invoice_payment.paid",
)

type Found = tuple[Order, gateway.Thing | None]


def reconcile_daily(*, now: datetime) -> str:
    """The step of run_due: how many orders were looked at and how many differ."""
    if not gateway.is_set_up():
        return "payment is not set up"
    last = Reconciliation.objects.first()
    if last and last.began_at > now - EVERY:
        return "not due"
    return reconcile(now=now, mends=False)


def reconcile(*, now: datetime, mends: bool) -> str:
    """Raises NotAnswered, NotSetUp; then it is as if nobody had asked.

    What Stripe refuses to show, as of a trial with other keys, is noted once and stops nothing.
    """
    last = Reconciliation.objects.first()
    since = max(last.began_at - OVERLAP, now - STRIPE_KEEPS) if last else now - STRIPE_KEEPS
    asked = differing = 0
    orders, is_cut_off = _to_look_at(since, now)
    for order, about in orders:
        asked += 1
        try:
            known = asking.ask(order, about)
        except gateway.RefusedByStripe:
            differing += 1
            _note(order, [REFUSED], closed=mends)
            continue
        if missing := missing_of(order, known):
            differing += 1
            _note(order, missing)
            if mends:
                events.mend(order=order, known=known)
    Reconciliation.objects.create(began_at=now, since=since, asked=asked)
    said = f"{asked} looked at, {differing} {'mended' if mends else 'differ'}"
    return (
        f"{said}; more than {MOST_WAITING} wait, the oldest were left out" if is_cut_off else said
    )


def _to_look_at(since: datetime, now: datetime) -> tuple[list[Found], bool]:
    """Orders of events that never came, those known to differ, and of those without an end the
    newest; with whether some of the last were left for another day.
    """
    found: dict[int, Found] = {}
    for event in gateway.events_since(since, ABOUT_ORDERS):
        about = event["data"]["object"]
        if not _was_handled(event["id"]) and (order := _order_of(about)):
            found.setdefault(order.pk, (order, about))
    open_ones = Difference.objects.filter(mended_at__isnull=True)
    waiting = list(_waiting(now)[: MOST_WAITING + 1])
    for order in [*Order.objects.filter(differences__in=open_ones), *waiting[:MOST_WAITING]]:
        found.setdefault(order.pk, (order, None))
    return list(found.values()), len(waiting) > MOST_WAITING


def _order_of(about: gateway.Thing) -> Order | None:
    try:
        return asking.order_of(about)
    except gateway.RefusedByStripe:
        return None


def _waiting(now: datetime) -> QuerySet[Order]:
    """Without an end at Stripe. What ended otherwise and is paid after all, an event tells."""
    no_end = (Kind.AWAITED, Kind.GIVEN_UP)
    ends = Payment.objects.filter(order=OuterRef("pk")).exclude(kind__in=no_end)
    not_shown = Difference.objects.filter(order=OuterRef("pk"), missing=[REFUSED])
    recent = Order.objects.filter(created_at__gte=now - PAYABLE_FOR)
    known = recent.exclude(stripe_session="", stripe_invoice="")
    return known.filter(~Exists(ends), ~Exists(not_shown))


def _was_handled(event_id: str) -> bool:
    return StripeEvent.objects.filter(event_id=event_id, handled_at__isnull=False).exists()


def missing_of(order: Order, known: Known) -> list[str]:
    """Kinds of fact with their ids that Stripe knows and we have not written down."""
    ours = set(order.payments.values_list("kind", "stripe_id"))
    return [f"{fact.kind} {fact.key}" for fact in known.facts if (fact.kind, fact.key) not in ours]


def _note(order: Order, missing: list[str], *, closed: bool = False) -> None:
    """``closed``: nothing more can be done about it, and nobody asks again."""
    defaults = {"missing": missing, "mended_at": timezone.now() if closed else None}
    Difference.objects.update_or_create(order=order, mended_at=None, defaults=defaults)
