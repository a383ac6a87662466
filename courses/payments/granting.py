"""What staff may do about money: give it back, and give a place away; each with a reason."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.learning.models import Entitlement, Offering
from courses.learning.services import end_entitlements, entitle
from courses.people.models import Person
from lms.users.models import User

from . import asking, gateway
from .events import mend
from .folding import Kind, State
from .models import Order
from .office import Grant, Refund


class TooMuch(ValueError):
    """More than what is left of the payment, or the bank asks for it back already."""


def refund(*, order: Order, amount: int, reason: str, by: User, key: UUID) -> Refund:
    """Ask Stripe to give money back; ``key``: the uuid of the form, sent twice it is one refund.

    Raises TooMuch, NotAnswered, RefusedByStripe, NotSetUp. What was asked is kept before Stripe
    answers, and then the answer with it.
    """
    asked, intent = _keep(order, amount, reason, by, key)
    row = Refund.objects.filter(pk=asked.pk)
    try:
        made = gateway.make_refund(intent, amount=asked.amount, key=str(key))
    except gateway.RefusedByStripe as error:
        row.update(answer=str(error)[:255])
        raise
    row.update(answer=made["id"])
    mend(order=order, known=asking.ask(order))
    return asked


@transaction.atomic
def _keep(order: Order, amount: int, reason: str, by: User, key: UUID) -> tuple[Refund, str]:
    order = Order.objects.select_for_update().get(pk=order.pk)
    paid = order.payments.filter(kind=Kind.PAID, stripe_id__startswith="pi_").first()
    asked = Refund.objects.filter(uuid=key, order=order).first()
    if paid and asked:
        return asked, paid.stripe_id
    balance = order.balance
    is_left = 0 < amount <= balance.paid - balance.returned
    if paid is None or not is_left or balance.state == State.DISPUTED:
        raise TooMuch(order)
    made = Refund.objects.create(uuid=key, order=order, amount=amount, reason=reason, by=by)
    return made, paid.stripe_id


@transaction.atomic
def grant(*, person: Person, offering: Offering, reason: str, by: User) -> Grant:
    """Give a place away; who was given one already keeps that."""
    Person.objects.held().get(pk=person.pk)
    mine = {"person": person, "offering": offering, "ended_at": None}
    made = Grant.objects.filter(**mine).first()
    if made is None:
        made = Grant.objects.create(**mine, reason=reason, by=by)
        source = Entitlement.Source.GRANT
        entitle(person=person, offering=offering, source=source, reference=str(made.uuid))
    return made


@transaction.atomic
def end_grant(*, grant: Grant, reason: str, by: User) -> Grant:
    """End a place that was given away; one that has ended already stays as it is."""
    Person.objects.held().get(pk=grant.person_id)
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is None:
        grant.ended_at, grant.ended_by, grant.end_reason = timezone.now(), by, reason
        grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
        end_entitlements(source=Entitlement.Source.GRANT, references=[str(grant.uuid)])
    return grant
