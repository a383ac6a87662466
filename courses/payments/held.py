"""What this package holds about a person."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Entitlement
from courses.people.held import WHILE_KEPT
from courses.people.holding import Held
from courses.people.models import Person

from .models import Order, Seat
from .office import Grant, Refund
from .seats import free_unused

AS_ACCOUNTS = _("As long as accounts must be kept; without your name once you are erased.")


def _free_unused_seats(person: Person) -> None:
    free_unused(person=person, by=None)


def _merge_seats(kept: Person, merged: Person) -> None:
    """Of two that run from one order the kept one runs on; both rows stay, and one place is free.

    The right alone ends: whoever learns by it goes on by the other seat, which counts since the
    earlier of the two was given, so that what was begun by either one is seen.
    """
    theirs = Seat.objects.filter(person=merged)
    mine = Seat.objects.running().filter(person=kept)
    for seat in theirs.running().filter(line__in=mine.values("line")):
        Order.objects.select_for_update(of=("self",)).get(lines__seats=seat)
        mine.filter(line=seat.line_id, given_at__gt=seat.given_at).update(given_at=seat.given_at)
        seat.ended_at, seat.end = timezone.now(), Seat.End.TAKEN_BACK
        seat.save(update_fields=["ended_at", "end"])
        rights = Entitlement.objects.running().filter(source=Entitlement.Source.SEAT)
        rights.filter(reference=str(seat.uuid)).update(ended_at=seat.ended_at)
    theirs.update(person=kept)


def _forget_why_given(person: Person) -> None:
    Grant.objects.filter(person=person).update(reason="", end_reason="")


def _forget_why_refunded(person: Person) -> None:
    """Also of an organisation's order, where staff wrote whom it was about."""
    named = Q(reason__icontains=person.full_name) if person.full_name else Q()
    Refund.objects.filter(Q(order__person=person) | named).update(reason="")


HELD = (
    Held(
        model=Refund,
        title=_("Money that staff asked to give back to you"),
        path="order__person",
        fields={"order__uuid": _("order"), "reason": _("reason"), "asked_at": _("when")},
        kept=AS_ACCOUNTS,
        erase=_forget_why_refunded,
        by=("by",),
    ),
    Held(
        model=Seat,
        title=_("Places that an organisation pays for you"),
        path="person",
        fields={
            "line__title": _("course"),
            "line__order__organisation__name": _("organisation"),
            "given_at": _("given"),
            "ended_at": _("ended"),
            "end": _("why it ended"),
        },
        kept=WHILE_KEPT,
        erase=_free_unused_seats,
        merge=_merge_seats,
        by=("given_by", "ended_by"),
    ),
    Held(
        model=Grant,
        title=_("Places that staff gave you"),
        path="person",
        fields={
            "offering__title": _("offering"),
            "reason": _("reason"),
            "granted_at": _("given"),
            "ended_at": _("ended"),
            "end_reason": _("why it ended"),
        },
        kept=WHILE_KEPT,
        erase=_forget_why_given,
        by=("by", "ended_by"),
    ),
    Held(
        model=Order,
        title=_("What you ordered"),
        path="person",
        fields={
            "uuid": _("order"),
            "lines__title": _("course"),
            "way": _("way to pay"),
            "currency": _("currency"),
            "locale": _("language"),
            "created_at": _("when"),
        },
        kept=AS_ACCOUNTS,
        by=("ordered_by",),
    ),
)
