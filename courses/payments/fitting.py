"""As many seats of an order as are paid for: ended with their money, and there again with it."""

from collections.abc import Iterable
from typing import Any

from courses.learning.models import Entitlement
from courses.learning.restoring import entitle_again
from courses.people.models import Person

from .letters import queue_seats_given
from .models import OrderLine, Seat
from .seats import end_what_is_not_paid, with_use


def fit_to_what_is_paid(*, line: OrderLine, left: int) -> None:
    """The order is locked."""
    end_what_is_not_paid(line=line, left=left)
    free = left - Seat.objects.running().filter(line=line).count()
    if free > 0:
        _give_again(line, list(_lost(line))[:free])


def _lost(line: OrderLine) -> Iterable[Seat]:
    """Seats that a refund had ended, the last first; none of who has another of the same order."""
    have = Seat.objects.running().filter(line=line).values("person")
    ended = line.seats.filter(end=Seat.End.REFUND, person__in=Person.objects.present())
    seats: dict[int, Any] = {}
    for seat in with_use(ended.exclude(person__in=have)).order_by("-ended_at", "-is_used", "pk"):
        seats.setdefault(seat.person_id, seat)
    return seats.values()


def _give_again(line: OrderLine, seats: list[Seat]) -> None:
    """The same ones: who had begun by it has begun by it still."""
    if not seats:
        return
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
    rows.update(ended_at=None, end="", ended_by=None)
    entitle_again(
        references={seat.person_id: str(seat.uuid) for seat in seats},
        offering=line.offering,
        source=Entitlement.Source.SEAT,
    )
    queue_seats_given(seats, is_again=True)
