"""Certificates that were issued unsigned, or by a key that is not trusted: all signed now."""

import logging
from collections.abc import Iterator

from django.utils import timezone

from .issuer import status
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
    status.sign_due(now=timezone.now())
    return done, failed


def sign_what_is_left() -> int:
    """What a command that was cut off left; how many. Raises SomeFailed, so that somebody looks."""
    done, failed = sign_again_all()
    if failed:
        raise SomeFailed(f"{failed} certificates could not be signed.")
    return done


def _each() -> Iterator[Certificate]:
    """By their keys, so that one that fails is met once."""
    last = 0
    while batch := list(Certificate.objects.unsigned().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk
