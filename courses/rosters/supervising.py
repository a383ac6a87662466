"""Open a device, let learners in by card, end it: what the pages of supervised devices do."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from courses.learning.models import Enrolment, Offering
from courses.people.accounts import is_card_only
from courses.people.erasure import keep_claimed
from courses.people.models import Person
from lms.users.models import User

from . import claiming
from .supervised import SupervisedSession, SupervisedVisit

COOKIE = "supervised"
SALT = "supervised device"
LONGEST = timedelta(hours=8)
KEPT_FOR = timedelta(days=30)


class NotInThisCourse(ValueError):
    """The card is right, and its owner does not take part in the offering of this device."""


class HasOwnAccount(ValueError):
    """Whoever has an account of their own does not use a card."""


@transaction.atomic
def open_device(*, offering: Offering, by: User, hours: int) -> tuple[SupervisedSession, str]:
    """A device for the learners of an offering; the second is what its cookie holds."""
    secret = get_random_string(32)
    session = SupervisedSession.objects.create(
        offering=offering,
        opened_by=by,
        secret_hash=_hash(secret),
        end_code=get_random_string(6, "0123456789"),
        closes_at=timezone.now() + min(timedelta(hours=hours), LONGEST),
    )
    return session, signing.dumps([str(session.uuid), secret], salt=SALT)


def _hash(secret: str) -> str:
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()


def device_of(request: HttpRequest) -> SupervisedSession | None:
    """What this device was opened for, while that runs; one query where it has the cookie."""
    try:
        uuid, secret = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    running = SupervisedSession.objects.running().select_related("offering__course")
    session = running.filter(uuid=uuid).first()
    if session is None or not constant_time_compare(session.secret_hash, _hash(secret)):
        return None
    return session


def sign_in(*, device: SupervisedSession, code: str, pin: str) -> User:
    """The owner of a card, who stays its owner; somebody without an account gets one by it.

    Raises claiming.NotThisCard, NotInThisCourse, HasOwnAccount.
    """
    card = claiming.check(code=code, pin=pin)  # commits what it counts, also where it refuses
    return _let_in(device, card.person_id)


@transaction.atomic
def _let_in(device: SupervisedSession, person_id: int) -> User:
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    in_it = Enrolment.objects.readable().filter(person=person, offering=device.offering_id)
    if not in_it.exists():
        raise NotInThisCourse
    if not is_card_only(person.user):
        raise HasOwnAccount
    user = person.user
    if user is None:
        user = User()
        user.set_unusable_password()
        user.save()
        person.user = user
        person.save(update_fields=["user"])
    SupervisedVisit.objects.get_or_create(session=device, person=person)
    keep_claimed(person=person)
    return user


def close(*, device: SupervisedSession) -> bool:
    """At once, also for who is signed in there; False where it was over."""
    running = SupervisedSession.objects.running().filter(pk=device.pk)
    return bool(running.update(closed_at=timezone.now()))


def devices_of(offering: Offering) -> list[dict[str, Any]]:
    """The newest twenty, each with who was there, in two queries."""
    rows = offering.supervised_sessions.select_related("opened_by__person")
    rows = rows.prefetch_related("visits__person")
    now = timezone.now()
    return [
        {
            "session": session,
            "is_running": session.closed_at is None and session.closes_at > now,
            "visits": list(session.visits.all()),
        }
        for session in rows[:20]
    ]


def forget(*, now: datetime) -> int:
    return SupervisedSession.objects.filter(closes_at__lt=now - KEPT_FOR).delete()[0]
