"""Write down what Stripe knows of an order, then give or end what was paid for; nothing else."""

from django.db import transaction

from courses.learning.models import Entitlement
from courses.learning.services import end_entitlements, entitle

from . import seats
from .asking import Known
from .folding import Balance, fold
from .models import Order, Payment


@transaction.atomic
def settle(*, order: Order, known: Known) -> Balance:
    """The same end in whatever order this is called, and how often."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    _keep_where_it_is_paid(order, known)
    Payment.objects.bulk_create(
        [
            Payment(order=order, kind=fact.kind, stripe_id=fact.key, amount=fact.amount)
            for fact in known.facts
        ],
        ignore_conflicts=True,  # told again
    )
    # Of this order only: two orders never share an object of Stripe.
    balance = fold(payment.fact for payment in Payment.objects.filter(order=order))
    for line in order.lines.select_related("offering"):
        if order.person:
            reference = str(line.uuid)
            if balance.is_paid:
                entitle(
                    person=order.person,
                    offering=line.offering,
                    source=Entitlement.Source.ORDER,
                    reference=reference,
                )
            else:
                end_entitlements(source=Entitlement.Source.ORDER, references=[reference])
        else:
            seats.end_what_is_not_paid(line=line, left=balance.units(line.quantity))
    return balance


def _keep_where_it_is_paid(order: Order, known: Known) -> None:
    if (order.stripe_session, order.stripe_invoice) != (known.session, known.invoice):
        order.stripe_session = order.stripe_session or known.session
        order.stripe_invoice = order.stripe_invoice or known.invoice
        order.save(update_fields=["stripe_session", "stripe_invoice"])
