"""How many codes of invitations may be typed: they cannot be guessed, and nobody shall even try."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600
MOST = 20  # an hour, by account
MOST_WRONG = 300  # an hour, by IP address: a class or a camp shares one


class TooManyCodes(Exception):
    """Enough for this hour."""


def take_one(request: HttpRequest) -> None:
    """Count one try of this account. Raises TooManyCodes."""
    if int(cache.get(_key(_address(request)), 0)) >= MOST_WRONG:
        raise TooManyCodes
    if _count(f"user-{request.user.pk}") > MOST:
        raise TooManyCodes


def count_wrong(request: HttpRequest) -> None:
    _count(_address(request))


def _address(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _count(who: str) -> int:
    key = _key(who)
    cache.add(key, 0, 2 * HOUR)
    return int(cache.incr(key))


def _key(who: str) -> str:
    return f"invitation-code-{who}-{int(time.time()) // HOUR}"
