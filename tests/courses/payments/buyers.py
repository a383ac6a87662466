"""Orders as they come about, without the pages."""

from uuid import uuid4

from courses.models import Membership, Offering, Order, Organisation, Person
from courses.payments import buying
from courses.payments.models import Order as OrderModel
from courses.people.organisations import Role
from tests.factories.people import make_person
from tests.stripe.objects import Thing
from tests.stripe.stand_in import StandIn


def begun(offering: Offering, person: Person | None = None) -> Order:
    """An order of a person whose page to pay is open."""
    person = person or make_person()
    price = offering.prices.get()
    order = buying.order_to_pay(person=person, price=price, by=person.user)
    assert buying.page_to_pay(order=order, email=person.user.email)
    return order


def seats_begun(offering: Offering, quantity: int, way: str = "checkout") -> Order:
    """An order of a new organisation, by one who does its billing."""
    organisation = Organisation.add_root(name=f"Aid {uuid4().hex[:6]}")
    payer = member(organisation, role=Role.BILLING)
    order = buying.order_seats(
        organisation=organisation,
        price=offering.prices.get(),
        quantity=quantity,
        way=way,
        purchase_order="PO 7",
        by=payer.user,
        key=str(uuid4()),
    )
    if way == OrderModel.Way.INVOICE:
        buying.send_invoice(order=order, email="office@example.org")
    else:
        assert buying.page_to_pay(order=order, email="office@example.org")
    return order


def member(organisation: Organisation, *, role: str = Role.MEMBER) -> Person:
    person = make_person()
    Membership.objects.create(person=person, organisation=organisation, role=role)
    return person


def session_of(stripe: StandIn, order: Order) -> Thing:
    [found] = stripe.all("checkout.session", client_reference_id=str(order.uuid))
    return found
