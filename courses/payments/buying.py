"""From wanting a place to the page of Stripe on which it is paid."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from courses.learning.models import Admission, Entitlement, Offering
from courses.people.models import Person
from courses.people.organisations import Organisation
from lms.users.models import User

from . import gateway
from .folding import State
from .models import Order, OrderLine, Price, StripeCustomer

MOST_SEATS = 10_000
A_PAGE_LASTS = timedelta(hours=24)  # Stripe's own limit


class NotForSale(ValueError):
    """The offering is closed, free, for organisations only, or has no such price."""


class HasItAlready(ValueError):
    """The person has a right to the course, or their transfer is on its way."""


def for_sale() -> QuerySet[Offering]:
    """Open today, released, and with a price; whoever pays."""
    today = timezone.localdate()
    return (
        Offering.objects.open_on(today)
        .filter(
            admission__in=(Admission.PAID, Admission.ORGANISATION),
            course__current_edition__isnull=False,
            prices__isnull=False,
        )
        .distinct()
    )


def order_to_pay(*, person: Person, price: Price, by: User) -> Order:
    """The order a person pays next: the one that was begun and left, where nothing has changed.

    Raises NotForSale, HasItAlready.
    """
    offering = price.offering
    if not for_sale().filter(pk=offering.pk, admission=Admission.PAID).exists():
        raise NotForSale(offering)
    return _order_to_pay(person, price, by)


@transaction.atomic
def _order_to_pay(person: Person, price: Price, by: User) -> Order:
    Person.objects.select_for_update().get(pk=person.pk)  # a second click waits for the first
    if Entitlement.objects.running().filter(person=person, offering=price.offering).exists():
        raise HasItAlready(price.offering)
    for order in Order.objects.for_person(person).filter(lines__offering=price.offering):
        state = order.balance.state
        if state == State.AWAITED:
            raise HasItAlready(price.offering)
        fresh = order.created_at > timezone.now() - A_PAGE_LASTS
        same = (order.currency, order.line.unit_amount) == (price.currency, price.amount)
        if state == State.OPEN and fresh and same:
            return order
    return _make(Order(person=person, ordered_by=by), price, 1)


@transaction.atomic
def order_seats(
    *,
    organisation: Organisation,
    price: Price,
    quantity: int,
    way: str,
    purchase_order: str,
    by: User,
    key: str,
) -> Order:
    """``key``: the uuid of the form; sent twice, it is one order. Raises NotForSale."""
    if not for_sale().filter(pk=price.offering_id).exists():
        raise NotForSale(price.offering)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # a second click waits
    if order := Order.objects.filter(uuid=key).first():
        if order.organisation_id != organisation.pk:
            raise NotForSale(price.offering)
        return order
    order = Order(uuid=key, organisation=organisation, ordered_by=by, way=way)
    order.purchase_order = purchase_order
    return _make(order, price, quantity)


def _make(order: Order, price: Price, quantity: int) -> Order:
    order.currency = price.currency
    order.save()
    OrderLine.objects.create(
        order=order,
        offering=price.offering,
        title=price.offering.title,
        quantity=quantity,
        unit_amount=price.amount,
    )
    return order


# --- at Stripe: outside of any transaction, and safe to repeat ----------------------------------


def page_to_pay(*, order: Order, email: str) -> str | None:
    """Where the order is paid; None where its page is closed. Raises NotAnswered, NotSetUp."""
    if order.stripe_session:
        session = gateway.session(order.stripe_session)
    else:
        session = gateway.make_session(
            order,
            customer=_customer(order, email),
            back=_address(order, "payments:order"),
            away=_address(order, "payments:cancelled"),
        )
        Order.objects.filter(pk=order.pk).update(stripe_session=session["id"])
        order.stripe_session = session["id"]
    return session["url"] if session["status"] == "open" else None


def send_invoice(*, order: Order, email: str) -> None:
    """Stripe writes to who pays. Raises NotAnswered, NotSetUp."""
    customer = _customer(order, email)
    gateway.write_to(customer, email=email)
    invoice = gateway.make_invoice(order, customer=customer)
    Order.objects.filter(pk=order.pk).update(stripe_invoice=invoice["id"])
    order.stripe_invoice = invoice["id"]


def papers(order: Order) -> str | None:
    """Stripe's own page with the invoice or the receipt, asked for anew: its addresses expire."""
    key = order.stripe_invoice
    session = gateway.session(order.stripe_session) if order.stripe_session else {}
    key = key or session.get("invoice") or ""
    if key:
        return gateway.invoice(key).get("hosted_invoice_url")
    if intent := session.get("payment_intent"):
        charge = gateway.payment_intent(intent).get("latest_charge") or {}
        return charge.get("receipt_url")
    return None


def _customer(order: Order, email: str) -> str:
    """Whom Stripe knows as payer: an organisation, or who may pay by bank transfer."""
    if not order.organisation:
        if order.currency not in settings.STRIPE_BANK_TRANSFERS:
            return ""
        return gateway.make_customer(name="", email=email, key=f"{order.uuid}-customer")
    organisation = order.organisation
    known = StripeCustomer.objects.filter(organisation=organisation).first()
    if known is None:
        made = gateway.make_customer(
            name=organisation.name, email=email, key=f"{organisation.uuid}-customer"
        )
        known, _created = StripeCustomer.objects.get_or_create(
            organisation=organisation, defaults={"customer_id": made}
        )
    return known.customer_id


def _address(order: Order, of_a_person: str) -> str:
    """Where Stripe leads back to; an organisation sees what has become of it on one page."""
    path = reverse(of_a_person, args=[order.uuid])
    if order.organisation:
        path = reverse("payments:seats", args=[order.organisation.uuid, order.uuid])
    return settings.BASE_URL + path
