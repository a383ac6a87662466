"""Somebody asks to be erased; there is time to change one's mind, then it is done for good."""

import logging
from datetime import datetime, timedelta
from functools import partial
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from lms.users.models import User

from .accounts import delete_account, forget_in_tasks
from .letters import send_erasure_letter
from .models import Person
from .records import ErasureRequest
from .signals import person_erased

logger = logging.getLogger(__name__)

WHY_KEPT = timedelta(days=365)
AT_ONCE = 500
UNCLAIMED = "Nobody claimed the record for a year."  # the reason of what nobody asked for


class StaffIsNotErased(ValueError):
    """The account has rights of staff, which an administrator has to take away first."""


def is_staff(user: User) -> bool:
    """What they did for others has to be handed over first."""
    return user.is_superuser or user.groups.exists() or user.user_permissions.exists()


@transaction.atomic
def ask(*, person: Person, by_staff: User | None = None, reason: str = "") -> ErasureRequest:
    """Erase this person after the waiting time; the request that waits already, if there is one.

    Raises StaffIsNotErased.
    """
    locked = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if locked.user and is_staff(locked.user):
        raise StaffIsNotErased(person.pk)
    due_at = timezone.now() + timedelta(days=settings.ERASURE_WAITING_DAYS)
    request, is_new = ErasureRequest.objects.waiting().get_or_create(
        person=locked,
        done_at=None,
        undone_at=None,
        defaults={"due_at": due_at, "by_staff": by_staff, "reason": reason},
    )
    if is_new and locked.user and locked.user.email:
        asked_in = "" if by_staff else get_language() or ""
        letter = partial(send_erasure_letter.enqueue, request.pk, asked_in)
        transaction.on_commit(letter, robust=True)  # robust: the page says it too
    return request


def ask_unclaimed(*, unclaimed: QuerySet[Person]) -> int:
    """The same for many at once whom nobody claimed; no letter, as none of them has an account."""
    due_at = timezone.now() + timedelta(days=settings.ERASURE_WAITING_DAYS)
    asked = 0
    for keys in batched(list(unclaimed.values_list("pk", flat=True)), AT_ONCE, strict=False):
        rows = [ErasureRequest(person_id=key, due_at=due_at, reason=UNCLAIMED) for key in keys]
        ErasureRequest.objects.bulk_create(rows, ignore_conflicts=True)  # asked for meanwhile
        asked += len(rows)
    return asked


@transaction.atomic
def undo(*, person: Person) -> bool:
    """Keep the person after all; False where nothing waits any more."""
    Person.objects.select_for_update().get(pk=person.pk)
    waiting = ErasureRequest.objects.waiting().filter(person=person)
    return waiting.exists() and bool(waiting.update(undone_at=timezone.now()))


def keep_claimed(*, person: Person) -> None:
    """Somebody came for a record that was to go because nobody did: forget that it was to go.

    Inside the transaction of what brought them. What a person or staff asked for still waits.
    """
    ErasureRequest.objects.waiting().filter(person=person, reason=UNCLAIMED).delete()


def keep_wanted(*, unclaimed: QuerySet[Person]) -> int:
    """The same for all who are no longer among those whom nobody claimed."""
    waiting = ErasureRequest.objects.waiting().filter(reason=UNCLAIMED)
    return waiting.exclude(person__in=unclaimed).delete()[0]


def erase_due(*, now: datetime) -> int:
    """Erase everybody whose waiting time is over; one that fails keeps no other waiting."""
    due = ErasureRequest.objects.waiting().filter(due_at__lte=now).order_by("due_at")
    people = Person.objects.filter(erasure_requests__in=due)
    return sum(_erase_or_log(person, now) for person in people)


def _erase_or_log(person: Person, now: datetime) -> bool:
    try:
        return erase(person=person, now=now)
    except Exception:
        logger.exception("Person %s could not be erased.", person.uuid)
        return False


@transaction.atomic
def erase(*, person: Person, now: datetime) -> bool:
    """Take everything away that names the person; False where that is done, not due or taken back.

    Numbers, hashes, states and counts stay, on a row without a name. Raises StaffIsNotErased.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.user:
        keep_claimed(person=locked)
        if is_staff(locked.user):  # since it was asked for
            raise StaffIsNotErased(person.pk)
    waiting = ErasureRequest.objects.select_for_update().waiting()
    waiting = waiting.filter(person=locked, due_at__lte=now)
    if locked.erased_at or not waiting:
        return False
    person_erased.send(sender=Person, person=locked)
    now, user = timezone.now(), locked.user
    waiting.update(done_at=now)
    ErasureRequest.objects.filter(person=locked).update(reason="")
    if locked.full_name:
        forget_in_tasks(locked.full_name)
    locked.given_name = locked.family_name = ""
    locked.time_zone, locked.language, locked.user, locked.erased_at = "UTC", "", None, now
    locked.save()
    if user:
        delete_account(user=user)
    return True


def forget_why(*, now: datetime) -> int:
    """Delete requests that were taken back more than a year ago.

    Not where staff kept a record that nobody claimed: it would be asked for anew.
    """
    old = ErasureRequest.objects.filter(undone_at__lt=now - WHY_KEPT)
    return old.exclude(reason=UNCLAIMED, person__user=None).delete()[0]
