"""Letters about places and their money, sent by the task worker after the commit; none says an
amount. A letter that is no longer true when its turn comes is not sent.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation

from courses.learning.models import Enrolment, Entitlement, Offering
from courses.learning.prerequisites import still_needed
from courses.people import mail
from courses.people.models import Person
from courses.people.organisations import Role
from courses.people.scope import organisations_for

from .folding import Balance, State
from .models import Order, Seat

STAYS_ON_THE_PAGE = timedelta(hours=1)  # who pays at once reads there that it has worked
PROMISED = (State.OPEN, State.AWAITED)


def queue_news_of(order: Order, *, before: Balance, after: Balance) -> None:
    """What has become of an order since its buyer last looked. Its row is locked."""
    letter = None
    if after.is_paid and not before.is_paid:
        is_late = order.created_at < timezone.now() - STAYS_ON_THE_PAGE
        letter = send_paid_letter if is_late or before.state != State.OPEN else None
    elif before.state in PROMISED and after.state == State.FAILED:
        letter = send_not_paid_letter
    elif before.is_paid and not after.is_paid and order.person:
        letter = send_ended_letter
    if letter:
        transaction.on_commit(partial(letter.enqueue, order.pk), robust=True)


def queue_seats_given(seats: Iterable[Seat], *, is_again: bool = False) -> None:
    for key in _reachable(seats):
        transaction.on_commit(partial(send_seat_letter.enqueue, key, is_again), robust=True)


def queue_seats_ended(seats: Iterable[Seat]) -> None:
    for key in _reachable(seats):
        transaction.on_commit(partial(send_seat_ended_letter.enqueue, key), robust=True)


def _reachable(seats: Iterable[Seat]) -> list[int]:
    """Of those who have an address; most of a roster have none."""
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats])
    return list(rows.filter(person__user__email__isnull=False).values_list("pk", flat=True))


# --- of an order --------------------------------------------------------------------------------


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_paid_letter(order_id: int) -> None:
    order = _order(order_id)
    if order.balance.is_paid:
        _to_its_buyer("paid", order)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_not_paid_letter(order_id: int) -> None:
    order = _order(order_id)
    if order.balance.state == State.FAILED:
        _to_its_buyer("not_paid", order)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_ended_letter(order_id: int) -> None:
    """Unless they may go on by another right."""
    order = _order(order_id)
    if not order.balance.is_paid and not _may_go_on(order.person, order.line.offering):
        _to_its_buyer("place_ended", order)


def _order(key: int) -> Order:
    return Order.objects.with_all().select_related("ordered_by").get(pk=key)


def _to_its_buyer(name: str, order: Order) -> None:
    """Of an organisation: to who ordered, as long as they do its billing."""
    person = order.person
    if organisation := order.organisation:
        user = order.ordered_by
        mine = organisations_for(user, Role.BILLING) if user else None
        if mine is None or not mine.filter(pk=organisation.pk).exists():
            return
        person = Person.objects.filter(user=user).first()
    if person:
        locale = order.locale or settings.LANGUAGE_CODE
        mail.send(name, person=person, locale=locale, context={"order": order})


# --- of a seat ----------------------------------------------------------------------------------


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_seat_letter(seat_id: int, is_again: bool) -> None:
    """Unless it was taken back, or they were enrolled with it and have a letter that says so."""
    seat = _seat(seat_id)
    learning = Enrolment.objects.active().filter(person=seat.person, offering=seat.line.offering)
    if seat.ended_at is None and (is_again or not learning.exists()):
        with translation.override(_language_of(seat.person)):
            needed = still_needed(seat.line.offering, seat.person)
        _to_its_learner("seat", seat, is_again=is_again, needed=needed)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_seat_ended_letter(seat_id: int) -> None:
    """Unless they have it again, or may go on by another right."""
    seat = _seat(seat_id)
    if seat.ended_at and not _may_go_on(seat.person, seat.line.offering):
        _to_its_learner("place_ended", seat)


def _seat(key: int) -> Seat:
    rows = Seat.objects.select_related("person__user", "line__offering__course")
    return rows.select_related("line__order__organisation").get(pk=key)


def _to_its_learner(name: str, seat: Seat, **context: Any) -> None:
    data = {"seat": seat, "order": seat.line.order, **context}
    mail.send(name, person=seat.person, locale=_language_of(seat.person), context=data)


def _language_of(person: Person) -> str:
    """In which they learned last, else what is known of them."""
    enrolments = Enrolment.objects.for_person(person).order_by("-pk")
    last = enrolments.values_list("locale", flat=True).first()
    return last or person.language or settings.LANGUAGE_CODE


def _may_go_on(person: Person | None, offering: Offering) -> bool:
    return Entitlement.objects.running().filter(person=person, offering=offering).exists()
