"""Certificates that were issued unsigned, or by a key that is not trusted: all signed now."""

import logging
from collections.abc import Iterator
from itertools import batched

from .models import Certificate
from .preparing import sign_again


class SomeFailed(Exception):
    """The log says which, and why."""


logger = logging.getLogger(__name__)
BATCH = 200


def sign_again_all() -> tuple[int, int]:
    """How many were signed and how many failed; safe to interrupt and to repeat."""
    done = failed = 0
    for certificate in _each():
        try:
            sign_again(certificate=certificate)
            done += 1
        except Exception:
            logger.exception("Certificate %s could not be signed.", certificate.number)
            failed += 1
    return done, failed


def sign_what_is_left() -> int:
    """What a command that was cut off left; how many. Raises SomeFailed, so that somebody looks."""
    done, failed = sign_again_all()
    if failed:
        raise SomeFailed(f"{failed} certificates could not be signed.")
    return done


def _each() -> Iterator[Certificate]:
    """Each once, whether it can be signed or not; the keys first, as an index finds them."""
    for rows in (Certificate.objects.unsigned(), Certificate.objects.distrusted()):
        keys = list(rows.order_by().values_list("pk", flat=True))
        for batch in batched(keys, BATCH):
            yield from Certificate.objects.filter(pk__in=batch)
