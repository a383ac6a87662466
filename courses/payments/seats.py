"""Seats that an organisation bought: given, taken back while unused, ended with their money.

Whoever changes seats or payments of an order holds its row locked, so that no two count at once.
Before an order whoever it is about is held, and after it what they take part in: in this order
everywhere, as who joins, merges or erases holds the persons first.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.assessment.models import Attempt
from courses.learning.enrol_many import entitle_many
from courses.learning.models import Admission, Enrolment, Entitlement, ItemProgress, Offering
from courses.learning.services import end_entitlements
from courses.people.models import Person, PersonQuerySet
from courses.people.organisations import Organisation
from courses.people.scope import members_of
from lms.users.models import User

from . import letters
from .models import Order, OrderLine, Price, Seat

# Whoever brings people in: what is paid, and what organisations alone get where it has a price.
COSTS_A_SEAT = Q(admission=Admission.PAID) | Q(
    Exists(Price.objects.filter(offering=OuterRef("pk"))), admission=Admission.ORGANISATION
)


def costs_a_seat(offering: Offering) -> bool:
    """Whether nobody gets in by an organisation that has not bought a seat for them."""
    return Offering.objects.filter(COSTS_A_SEAT, pk=offering.pk).exists()


class NoSeatLeft(ValueError):
    """Of the seats that were bought and are still paid for, ``missing`` too few are free."""

    def __init__(self, offering: Offering, missing: int) -> None:
        super().__init__(offering, missing)
        self.offering, self.missing = offering, missing


class NotOfTheOrganisation(ValueError):
    """The person belongs to nothing at or below the organisation."""


class SeatIsUsed(ValueError):
    """The person has begun: a lesson is ticked, or a quiz was opened."""


def give_seat(
    *,
    offering: Offering,
    organisation: Organisation,
    person: Person,
    by: User | None,
    order: Order | None = None,
) -> Seat:
    """A seat of the organisation, else of the nearest above it; who has one keeps it.

    ``order``: whose seats to use first. Raises NotOfTheOrganisation, NoSeatLeft.
    """
    [seat] = give_seats(
        offering=offering, organisation=organisation, people=[person.pk], by=by, order=order
    )
    return seat


@transaction.atomic
def give_seat_of(*, order: Order, person: Person, by: User | None) -> Seat | None:
    """One of the order, else as ``give_seat``; None where they have a right to it already.

    Raises NotOfTheOrganisation, NoSeatLeft.
    """
    offering, organisation = order.line.offering, order.organisation
    assert organisation  # noqa: S101 (a person's order has no seats)
    _check_members(organisation, {person.pk})
    Person.objects.held().get(pk=person.pk)
    if Entitlement.objects.running().filter(person=person, offering=offering).exists():
        return None
    return give_seat(
        offering=offering, organisation=organisation, person=person, by=by, order=order
    )


@transaction.atomic
def give_seats(
    *,
    offering: Offering,
    organisation: Organisation,
    people: Iterable[int],
    by: User | None,
    order: Order | None = None,
) -> list[Seat]:
    """To each person of these keys, as ``give_seat`` does; to all of them or to none."""
    wanted = set(people)
    _check_members(organisation, wanted)
    list(Person.objects.held().filter(pk__in=wanted))
    lines = _locked_lines(offering, organisation)
    running = Seat.objects.running().filter(line__in=lines, person__in=wanted)
    theirs = {seat.person_id: seat for seat in running}
    without = sorted(wanted - theirs.keys())
    new = [
        Seat(line=line, person_id=pk, given_by=by)
        for pk, line in zip(without, _places(lines, order), strict=False)
    ]
    if len(new) < len(without):
        raise NoSeatLeft(offering, len(without) - len(new))
    Seat.objects.bulk_create(new)
    entitle_many(
        references={seat.person_id: str(seat.uuid) for seat in new},
        offering=offering,
        source=Entitlement.Source.SEAT,
    )
    letters.queue_seats_given(new)
    return [*theirs.values(), *new]


def _places(lines: list[OrderLine], order: Order | None) -> Iterator[OrderLine]:
    """The line of each free seat; those of the order first, the others as they come."""
    free = free_seats(lines)
    theirs_first = sorted(lines, key=lambda line: order is None or line.order_id != order.pk)
    return chain.from_iterable(repeat(line, max(0, free[line.pk])) for line in theirs_first)


def _check_members(organisation: Organisation, people: set[int]) -> None:
    members = members_of([organisation]).filter(person__in=people)
    if people - set(members.values_list("person_id", flat=True)):
        raise NotOfTheOrganisation(organisation)


def bought_by(organisation: Organisation) -> QuerySet[Offering]:
    """What the organisation, or one above it, has ordered seats for."""
    orders = Order.objects.filter(_is_of_or_above(organisation))
    return Offering.objects.filter(
        pk__in=OrderLine.objects.filter(order__in=orders).values("offering")
    )


def _is_of_or_above(organisation: Organisation) -> Q:
    above = organisation.get_ancestors().order_by().values("pk")
    return Q(organisation=organisation.pk) | Q(organisation__in=above)


def _locked_lines(offering: Offering, organisation: Organisation) -> list[OrderLine]:
    """Of the organisation first, then upwards; the oldest order first."""
    orders = Order.objects.filter(_is_of_or_above(organisation), lines__offering=offering)
    # Not joined and ordered as the lock is taken: PostgreSQL locks what it reads.
    keys = list(orders.order_by("pk").values_list("pk", flat=True))
    list(Order.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    lines = OrderLine.objects.filter(order__in=keys, offering=offering)
    return list(lines.order_by("-order__organisation__depth", "pk"))


def free_seats(lines: Iterable[OrderLine]) -> dict[int, int]:
    """How many seats of each line nobody has; two queries for all."""
    keys = [line.pk for line in lines]
    rows = OrderLine.objects.filter(pk__in=keys).select_related("order")
    running = Count("seats", filter=Q(seats__ended_at__isnull=True))
    return {
        line.pk: line.order.balance.units(line.quantity) - line.given
        for line in rows.prefetch_related("order__payments").annotate(given=running)
    }


def was_taken_back(*, offering: Offering, person: Person, since: datetime) -> bool:
    """Whether an organisation has taken a seat back from them since then."""
    ended = Seat.objects.filter(end=Seat.End.TAKEN_BACK, ended_at__gte=since)
    return ended.filter(person=person, line__offering=offering).exists()


@transaction.atomic
def take_back_seat(*, seat: Seat, by: User | None) -> Seat:
    """Free it for somebody else; a seat that has ended already stays as it is.

    Raises SeatIsUsed.
    """
    running = Seat.objects.running().filter(pk=seat.pk)
    list(Person.objects.held().filter(pk__in=running.values("person")))
    Order.objects.select_for_update(of=("self",)).get(lines__seats=seat)
    _hold_learning(running)
    found: Any = with_use(running).first()
    if found and found.is_used:
        raise SeatIsUsed(seat)
    if found:
        _end([found], Seat.End.TAKEN_BACK, by)
    return Seat.objects.get(pk=seat.pk)


def free_unused(*, person: Person, by: User | None) -> None:
    """What somebody did not begin is the organisation's to give; a used seat stays counted."""
    for seat in Seat.objects.running().filter(person=person):
        with suppress(SeatIsUsed):
            take_back_seat(seat=seat, by=by)


def end_what_is_not_paid(*, line: OrderLine, left: int) -> int:
    """Where more have a seat than is paid for: the unused ones first, given last first.

    The order is locked. Returns how many it ended.
    """
    running = line.seats.filter(ended_at__isnull=True)
    too_many = running.count() - left
    if too_many <= 0:
        return 0
    _hold_learning(running)
    _end(list(with_use(running).order_by("is_used", "-pk")[:too_many]), Seat.End.REFUND, None)
    return too_many


def people_of(order: Order) -> PersonQuerySet:
    """Who has bought it, or has its seats."""
    seats = Seat.objects.running().filter(line__order=order)
    return Person.objects.filter(Q(pk=order.person_id) | Q(pk__in=seats.values("person")))


def _hold_learning(seats: QuerySet[Seat]) -> None:
    """After their order: nobody begins while it is looked at who has begun."""
    mine = Enrolment.objects.filter(
        person__in=seats.values("person"), offering__in=seats.values("line__offering")
    )
    list(mine.order_by("pk").select_for_update().values_list("pk", flat=True))


def _end(seats: list[Seat], why: str, by: User | None) -> None:
    """At once, in a few queries however many they are. ``by``: nobody, where money ended them."""
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
    rows.update(ended_at=timezone.now(), end=why, ended_by=by)
    end_entitlements(source=Entitlement.Source.SEAT, references=[str(seat.uuid) for seat in seats])
    letters.queue_seats_ended(seats)


def with_use(seats: QuerySet[Seat]) -> QuerySet[Any]:
    """Each with ``is_used``: since it was given, its person has ticked or opened something."""
    here = {
        "enrolment__person": OuterRef("person"),
        "enrolment__offering": OuterRef("line__offering"),
    }
    ticks = ItemProgress.objects.filter(**here, completed_at__gte=OuterRef("given_at"))
    attempts = Attempt.objects.filter(**here, started_at__gte=OuterRef("given_at"))
    return seats.annotate(is_used=Exists(ticks) | Exists(attempts))
