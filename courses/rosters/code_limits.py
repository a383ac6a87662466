"""How many codes of invitations may be typed: they cannot be guessed, and nobody shall even try."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600
MOST = 20  # an hour, by account and by IP address


class TooManyCodes(Exception):
    """Enough for this hour."""


def take_one(request: HttpRequest) -> None:
    """Count one try. Raises TooManyCodes."""
    now = int(time.time()) // HOUR
    for who in (f"user-{request.user.pk}", get_adapter().get_client_ip(request)):
        key = f"invitation-code-{who}-{now}"
        cache.add(key, 0, 2 * HOUR)
        if cache.incr(key) > MOST:
            raise TooManyCodes
