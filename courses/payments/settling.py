"""Write down what Stripe knows of an order, then give or end what was paid for; nothing else."""

from django.db import transaction

from courses.learning.models import Entitlement
from courses.learning.restoring import entitle_again
from courses.learning.services import end_entitlements, entitle
from courses.people.models import Person

from .asking import Known
from .fitting import fit_to_what_is_paid
from .folding import Balance, fold
from .letters import queue_news_of
from .models import Order, OrderLine, Payment


@transaction.atomic
def settle(*, order: Order, known: Known) -> Balance:
    """The same end in whatever order this is called, and how often."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    before = order.balance
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
        if order.organisation:
            fit_to_what_is_paid(line=line, left=balance.units(line.quantity))
        elif balance.is_paid:
            _give_place(line, order.person)  # type: ignore[arg-type]
        else:
            end_entitlements(source=Entitlement.Source.ORDER, references=[str(line.uuid)])
    queue_news_of(order, before=before, after=balance)
    return balance


def _give_place(line: OrderLine, person: Person) -> None:
    """Once; where it had ended and its money is here again, as it was before."""
    source, reference = Entitlement.Source.ORDER, str(line.uuid)
    rights = Entitlement.objects.filter(source=source, reference=reference)
    if rights.running().exists():
        return
    if rights.exists():
        references = {person.pk: reference}
        entitle_again(references=references, offering=line.offering, source=source)
    else:
        entitle(person=person, offering=line.offering, source=source, reference=reference)


def _keep_where_it_is_paid(order: Order, known: Known) -> None:
    if (order.stripe_session, order.stripe_invoice) != (known.session, known.invoice):
        order.stripe_session = order.stripe_session or known.session
        order.stripe_invoice = order.stripe_invoice or known.invoice
        order.save(update_fields=["stripe_session", "stripe_invoice"])
