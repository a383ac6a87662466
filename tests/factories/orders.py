"""Orders that are paid, without asking Stripe."""

from courses.models import (
    Membership,
    Offering,
    Order,
    OrderLine,
    Organisation,
    Payment,
    Person,
    Price,
    Seat,
)
from courses.payments.folding import Kind
from courses.payments.seats import give_seat
from courses.people.organisations import Role


def make_priced(offering: Offering, amount: int = 4900) -> Offering:
    """The same offering, paid for from now on."""
    Offering.objects.filter(pk=offering.pk).update(admission="paid")
    Price.objects.create(offering=offering, currency="EUR", amount=amount)
    offering.refresh_from_db()
    return offering


def make_order(offering: Offering, *, quantity: int = 1, pays: bool = True, **buyer) -> Order:
    """``buyer``: a person or an organisation, and what else the order has."""
    order = Order.objects.create(currency="EUR", **buyer)
    price = offering.prices.get()
    OrderLine.objects.create(
        order=order,
        offering=offering,
        title=offering.title,
        quantity=quantity,
        unit_amount=price.amount,
    )
    if pays:
        key, amount = f"pi_made_{order.pk}", quantity * price.amount
        Payment.objects.create(order=order, kind=Kind.PAID, stripe_id=key, amount=amount)
    return order


def make_payer(person: Person, *, name: str = "Example Aid") -> Organisation:
    """An organisation whose bills this person pays."""
    organisation = Organisation.add_root(name=name)
    Membership.objects.create(person=person, organisation=organisation, role=Role.BILLING)
    return organisation


def make_seat(order: Order, person: Person) -> Seat:
    Membership.objects.get_or_create(person=person, organisation=order.organisation)
    return give_seat(
        offering=order.line.offering, organisation=order.organisation, person=person, by=None
    )
