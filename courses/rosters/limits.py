"""How many wrong cards may be tried in a minute: a camp shares one address, so right ones are not
counted, and an open device is counted by itself. What keeps a card is that it locks."""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def may_try(request: HttpRequest) -> bool:
    """``CLAIMS_PER_MINUTE`` wrong tries."""
    return int(cache.get(_key(request), 0)) < settings.CLAIMS_PER_MINUTE


def count_wrong(request: HttpRequest) -> None:
    key = _key(request)
    cache.add(key, 0, 2 * MINUTE)
    cache.incr(key)


def _key(request: HttpRequest) -> str:
    """By device where one is open, else by IP address."""
    device = getattr(request, "supervised", None)
    who = device.uuid if device else get_adapter().get_client_ip(request)
    return f"claim-{who}-{int(time.time()) // MINUTE}"
