"""From wanting a place to the page of Stripe on which it is paid."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from courses.learning.models import Admission, Entitlement, Offering
from courses.people.models import Person
from courses.people.organisations import Organisation
from lms.users.models import User

from . import gateway
from .asking import ask
from .events import mend
from .folding import Fact, Kind, State
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
    for order in _orders_for(person, price.offering):
        if order.balance.state == State.AWAITED:
            raise HasItAlready(price.offering)
        if _is_left(order, price):
            return order
    return _make(Order(person=person, ordered_by=by), price, 1)


def _orders_for(person: Person, offering: Offering) -> QuerySet[Order]:
    return Order.objects.for_person(person).filter(lines__offering=offering).with_all()


def _is_left(order: Order, price: Price) -> bool:
    """Whether the order was begun and not paid, and would be made the same today."""
    is_fresh = order.created_at > timezone.now() - A_PAGE_LASTS
    is_same = (order.currency, order.line.unit_amount) == (price.currency, price.amount)
    return order.balance.state == State.OPEN and is_fresh and is_same


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
    """``key``: the uuid of the form; sent twice, it is one order, and changed, it is another.

    Raises NotForSale.
    """
    if not for_sale().filter(pk=price.offering_id).exists():
        raise NotForSale(price.offering)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # a second click waits
    asked = (organisation.pk, price.pk, price.amount, quantity, way, purchase_order)
    uuid = uuid5(UUID(key), repr(asked))
    if order := Order.objects.filter(uuid=uuid).first():
        return order
    order = Order(uuid=uuid, organisation=organisation, ordered_by=by, way=way)
    order.purchase_order = purchase_order
    return _make(order, price, quantity)


def _make(order: Order, price: Price, quantity: int) -> Order:
    order.currency, order.locale = price.currency, get_language() or ""
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


def close_other_pages(*, person: Person, price: Price) -> None:
    """No page but that of this price can be paid any more; what was paid on one is settled.

    So nobody pays twice for a place by two pages. Raises NotAnswered, NotSetUp.
    """
    for order in _orders_for(person, price.offering):
        if order.balance.state != State.OPEN or _is_left(order, price) or not order.stripe_session:
            continue
        with suppress(gateway.RefusedByStripe):  # of a trial with other keys: nobody pays there
            _close_page(order)


def _close_page(order: Order) -> None:
    if gateway.session(order.stripe_session)["status"] == "open":
        with suppress(gateway.RefusedByStripe):  # paid at this moment
            gateway.expire_session(order.stripe_session)
    mend(order=order, known=ask(order))


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
    if session["status"] == "open":
        return str(session["url"])
    mend(order=order, known=ask(order))  # paid or left, and its event is late
    return None


def look(*, order: Order) -> None:
    """Settle what Stripe knows, where its word is late. Raises NotAnswered, NotSetUp."""
    if order.stripe_session or order.stripe_invoice:
        mend(order=order, known=ask(order))


def give_up(*, order: Order) -> bool:
    """A promised transfer will not come: its buyer may pay in another way. False where it came.

    Stripe is asked to cancel it. Where it does not, as of payments that its page has made, the word
    of the buyer counts until money comes all the same. Raises NotAnswered, NotSetUp.
    """
    if order.balance.state != State.AWAITED:
        return order.balance.state == State.GIVEN_UP
    payment = str(gateway.session(order.stripe_session)["payment_intent"])
    with suppress(gateway.RefusedByStripe):
        gateway.cancel_payment(payment)
    known = ask(order)
    known.facts.append(Fact(Kind.GIVEN_UP, payment))
    mend(order=order, known=known)
    return Order.objects.get(pk=order.pk).balance.state == State.GIVEN_UP


def send_invoice(*, order: Order, email: str, billed_to: str = "") -> None:
    """Stripe writes to who pays; ``billed_to``: their address and tax number.

    Raises NotAnswered, NotSetUp.
    """
    customer = _customer(order, email)
    invoice = gateway.make_invoice(order, customer=customer, billed_to=billed_to)
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
    """Whom Stripe knows as payer: an organisation, or who may pay by bank transfer.

    ``email``: where Stripe writes to from now on; empty: to the address it knows, if any. It is
    told apart from the customer, so that an other address asks for no other customer.
    """
    organisation = order.organisation
    if not organisation and order.currency not in settings.STRIPE_BANK_TRANSFERS:
        return ""
    if organisation:
        known = StripeCustomer.objects.filter(organisation=organisation).first()
        if known and _is_there(known, email):
            return known.customer_id
    name = organisation.name if organisation else ""
    made = gateway.make_customer(name=name, key=f"{order.uuid}-customer")
    if organisation:
        StripeCustomer.objects.update_or_create(
            organisation=organisation, defaults={"customer_id": made}
        )
    if email:
        gateway.write_to(made, email=email)
    return made


def _is_there(known: StripeCustomer, email: str) -> bool:
    """Not where it was deleted there, or made in a trial with other keys."""
    try:
        gateway.write_to(known.customer_id, email=email)
    except gateway.RefusedByStripe:
        return False
    return True


def _address(order: Order, of_a_person: str) -> str:
    """Where Stripe leads back to; an organisation sees what has become of it on one page."""
    path = reverse(of_a_person, args=[order.uuid])
    if order.organisation:
        path = reverse("payments:seats", args=[order.organisation.uuid, order.uuid])
    return settings.BASE_URL + path
