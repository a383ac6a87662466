"""Letters 90, 30 and 7 days before a certificate ends, while there is time to learn again."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from certificates.models import Certificate, CertificateReminder
from certificates.states import State
from courses.learning.completion import refresh_from

from .chain import newest
from .letters import send_expiry_letter

DAYS = (90, 30, 7)
REST = timedelta(days=7)  # between two letters, where run_due did not run for long


def remind_expiring(*, now: datetime) -> int:
    """Queue the letters that are due; how many. Who missed one gets the latest only."""
    today, queued = timezone.localdate(now), 0
    for days, fewer in pairwise((*DAYS, -1)):
        ends = (today + timedelta(days=fewer + 1), today + timedelta(days=days))
        for key, begun, end in _unreminded(days, ends, now):
            if end - timedelta(days=days) >= refresh_from(begun, end):
                queued += _remind(key, days)
    return queued


def _unreminded(days: int, ends: tuple[date, date], now: datetime) -> list[tuple[int, date, date]]:
    """Key, begin and end of those that end in these days, and whose holders can be written to."""
    sent = CertificateReminder.objects.filter(certificate=OuterRef("pk"))
    rows = Certificate.objects.standing().filter(
        ~Exists(sent.filter(days__lte=days)),
        ~Exists(sent.filter(at__gt=now - REST)),
        valid_until__range=ends,
        prepared_at__isnull=False,
        holder__user__is_active=True,
        holder__user__email__gt="",
    )
    rows = newest(rows).order_by("pk")
    return list(rows.values_list("pk", "valid_from", "valid_until"))


@transaction.atomic
def _remind(certificate_id: int, days: int) -> bool:
    """The row and the letter in the queue commit together: neither is there without the other."""
    _row, is_first = CertificateReminder.objects.get_or_create(
        certificate_id=certificate_id, days=days
    )
    if is_first:
        send_expiry_letter.enqueue(certificate_id)
    return is_first


def expires_soon(certificate: Certificate) -> bool:
    """Whether My learning says so, to those without an address too."""
    if certificate.state != State.VALID:
        return False
    opens = refresh_from(certificate.valid_from, certificate.valid_until)
    return timezone.localdate() >= opens
