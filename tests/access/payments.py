"""The rows of money: who buys, who pays for an organisation, and the group Finance."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from courses.models import Grant, Offering, Order, Organisation, Person, Seat
from courses.people.services import person_for
from lms.users.models import User
from tests.factories.courses import make_course
from tests.factories.orders import make_order, make_payer, make_priced, make_seat

from .row import NONE, NOT_ALLOWED, ON, Row, everybody, get, only, post, signed_in, staff, to

FINANCE = "finance:"


@dataclass
class Money:
    offering: Offering  # paid for
    order: Order  # of the learner, paid
    organisation: Organisation  # whose bills "payer" pays
    elsewhere: Organisation  # whose bills somebody else pays
    seats: Order  # of the organisation, paid
    seat: Seat  # of the other learner, not used
    member: Person  # of the organisation, without a seat
    grant: Grant


def make_money(users: dict[str, User]) -> Money:
    offering = make_priced(make_course(quiz=False, lessons=1).offering)
    learner, other, payer, member = (
        person_for(user=users[name]) for name in ("learner", "other", "payer", "author")
    )
    organisation = make_payer(payer)
    seats = make_order(offering, quantity=3, organisation=organisation)
    return Money(
        offering=offering,
        order=make_order(offering, person=learner),
        organisation=organisation,
        elsewhere=Organisation.add_root(name="Elsewhere"),
        seats=seats,
        seat=make_seat(seats, other),
        member=member,
        grant=Grant.objects.create(person=other, offering=offering, reason="Volunteer."),
    )


def payment_rows(money: Money) -> Iterator[Row]:
    """Without keys of Stripe, so that nothing can be bought."""
    yield get("payments:webhook", everybody(NOT_ALLOWED))
    yield post("payments:webhook", everybody(NONE))
    yield get("payments:buy", signed_in(), money.offering.uuid)
    yield post("payments:buy", signed_in(), money.offering.uuid, data={"price": 1})
    yield get("payments:orders", signed_in())
    mine, us = money.order.uuid, ("learner",)
    back = only(*us, answer=to("payments:order", mine))
    yield get("payments:order", only(*us), mine)
    yield get("payments:order", only(), money.seats.uuid)
    yield get("payments:cancelled", back, mine)
    yield get("payments:look_again", signed_in(to("payments:order", mine)), mine)
    yield post("payments:look_again", back, mine)
    yield post("payments:look_again", only(), money.seats.uuid)
    yield get("payments:give_up", signed_in(to("payments:order", mine)), mine)
    yield post("payments:give_up", back, mine)
    yield post("payments:give_up", only(), money.seats.uuid)
    yield get("payments:receipt", back, mine)
    yield from _billing(money)


def _billing(money: Money) -> Iterator[Row]:
    us, ours, order = ("payer",), money.organisation.uuid, money.seats.uuid
    page = to("payments:seats", ours, order)
    back = only(*us, answer=page)
    for name in ("billing", "buy_seats"):
        yield get(f"payments:{name}", only(*us), ours)
        yield get(f"payments:{name}", only(), money.elsewhere.uuid)
    yield post("payments:buy_seats", only(*us), ours, data={"quantity": 3})
    yield get("payments:seats", only(*us), ours, order)
    yield get("payments:seats", only(), money.elsewhere.uuid, order)
    yield get("payments:papers", back, ours, order)
    yield get("payments:pay", signed_in(page), ours, order)
    yield post("payments:pay", back, ours, order)
    gift = {"person": money.member.uuid}
    yield get("payments:give_seat", signed_in(page), ours, order)
    yield post("payments:give_seat", back, ours, order, data=gift)  # who is no member gets none
    yield post("payments:give_seat", only(), ours, order, data={"person": "nobody"})
    listed = to("payments:billing", ours)
    yield get("payments:take_back_seat", signed_in(listed), ours, money.seat.uuid)
    yield post("payments:take_back_seat", back, ours, money.seat.uuid, changed_by=us)
    yield post("payments:take_back_seat", only(), money.elsewhere.uuid, money.seat.uuid)


def finance_rows(money: Money) -> Iterator[Row]:
    us = ("finance",)
    for name in ("index", "events", "differences", "grants"):
        yield get(f"{FINANCE}{name}", staff(*us))
        yield get(f"{FINANCE}{name}_results", staff(*us))
    yield get(f"{FINANCE}inspect", staff(*us), money.order.pk)
    yield get(f"{FINANCE}refund", staff(*us), money.order.pk)
    data = {"key": uuid4(), "amount": "49.00", "reason": "Wrong course."}
    # Kept before Stripe is asked, who is not set up.
    yield post(f"{FINANCE}refund", staff(*us), money.order.pk, data=data, changed_by=us)
    place = {"account": "author", "offering": money.offering.pk, "reason": "Kind."}
    yield get(f"{FINANCE}give", staff(*us))
    given = staff(*us, answer=ON)
    yield post(f"{FINANCE}give", given, data=place, changed_by=us)
    yield get(f"{FINANCE}grant", staff(*us), money.grant.pk)
    yield post(
        f"{FINANCE}end_grant", given, money.grant.pk, data={"reason": "Over."}, changed_by=us
    )
