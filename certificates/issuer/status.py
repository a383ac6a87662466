"""The lists that say what was revoked: a bit for each certificate, signed on every change."""

import json
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from certificates.credentials import document, signing
from certificates.credentials.bits import LENGTH
from certificates.models import Certificate
from certificates.states import ENDINGS

from . import keys
from .models import StatusList

VALID_FOR = timedelta(days=30)
SIGNED_AGAIN_AFTER = timedelta(days=1)
TRIES = 8  # all taken: the list is about a third full, and another one spares the search


def free_place() -> tuple[int, int]:
    """A list and a bit that no certificate has; by lot, so that a bit tells nothing.

    Another process may draw the same before either is saved: then one of the two fails on
    ``one_status_bit_per_certificate``, and is prepared again.
    """
    newest = StatusList.objects.aggregate(newest=Max("pk"))["newest"]
    for _try in range(TRIES if newest else 0):
        index = secrets.randbelow(LENGTH)
        if not Certificate.objects.filter(status_list=newest, status_index=index).exists():
            return newest, index
    return sign(StatusList.objects.create().pk).pk, secrets.randbelow(LENGTH)


def mark_changed(certificate: Certificate) -> None:
    """In the transaction that ended it: the list is signed again, even if a task is lost."""
    StatusList.objects.filter(certificates=certificate).update(changes=F("changes") + 1)


def sign_changes(number: int) -> None:
    """Sign a list, unless all its changes are signed: many revocations at once ask many times."""
    if StatusList.objects.filter(pk=number, signed_changes__lt=F("changes")).exists():
        sign(number)


@transaction.atomic
def sign(number: int) -> StatusList:
    """Sign a list as it is now. Raises keys.NoKey; then the one signed before stays."""
    row = StatusList.objects.select_for_update(no_key=True).get(pk=number)
    now, signer, site = timezone.now(), keys.active(), settings.BASE_URL
    ended = Certificate.objects.filter(status_list=row, events__kind__in=tuple(ENDINGS))
    places = ended.values_list("status_index", flat=True)
    unsigned = document.status_list(
        site=site,
        number=row.pk,
        revoked=[place for place in places if place is not None],
        valid_from=now,
        valid_until=now + VALID_FOR,
    )
    method = signer.row.address(site)
    signed = signing.sign(unsigned, key=signer.private, method=method, created=now)
    row.credential = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    row.signed_at, row.signed_changes = now, row.changes
    row.save(update_fields=["credential", "signed_at", "signed_changes"])
    return row


def sign_due(*, now: datetime) -> int:
    """Sign what changed since, and once a day what did not; how many lists."""
    old = Q(signed_at__lt=now - SIGNED_AGAIN_AFTER)
    changed = Q(signed_changes__lt=F("changes"))
    due = set(StatusList.objects.filter(old | changed).values_list("pk", flat=True))
    for number in sorted(due):
        sign(number)
    return len(due)
