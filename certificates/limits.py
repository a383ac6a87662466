"""How often one address may ask: codes cannot be guessed, and nobody shall even try."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MINUTE = 60
TOO_MANY = 429

type View = Callable[..., HttpResponse]


def rate_limited(view: View) -> View:
    """``VERIFY_REQUESTS_PER_MINUTE`` for all such views together, by IP address."""

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if _requests_this_minute(request) <= settings.VERIFY_REQUESTS_PER_MINUTE:
            return view(request, *args, **kwargs)
        return _refusal(request)

    return limited


def _requests_this_minute(request: HttpRequest) -> int:
    """Counted by the minute of the clock, so that no cache has to keep a running expiry."""
    minute = int(time.time()) // MINUTE
    # allauth knows how many proxies stand before us: one place to set that for the whole site.
    key = f"verify-{get_adapter().get_client_ip(request)}-{minute}"
    if cache.add(key, 1, 2 * MINUTE):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # evicted since
        return 1


def _refusal(request: HttpRequest) -> HttpResponse:
    if request.path.endswith(".json"):
        message = _("Too many requests. Please wait one minute and try again.")
        data = {"status": "too_many_requests", "detail": message}
        response: HttpResponse = JsonResponse(data, status=TOO_MANY)
    else:
        response = render(request, "certificates/too_many.html", status=TOO_MANY)
    response.headers["Retry-After"] = str(MINUTE)
    return response
