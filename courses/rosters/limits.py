"""How often one address may try a card: a camp shares one, so it is the card that locks."""

import time
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def may_try(request: HttpRequest) -> bool:
    """``CLAIMS_PER_MINUTE``, by IP address."""
    key = f"claim-{get_adapter().get_client_ip(request)}-{int(time.time()) // MINUTE}"
    with suppress(ValueError):  # the first of this minute
        return int(cache.incr(key)) <= settings.CLAIMS_PER_MINUTE
    cache.add(key, 1, 2 * MINUTE)
    return True
