"""How often one address may ask: codes cannot be guessed, and nobody shall even try."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MINUTE, HOUR = 60, 3600
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


def may_check_rows(request: HttpRequest, rows: int) -> bool:
    """Counts the rows of a list: ``VERIFY_ROWS_PER_HOUR``, by IP address."""
    return _counted(request, "rows", HOUR, rows) <= settings.VERIFY_ROWS_PER_HOUR


def wants_json(request: HttpRequest) -> bool:
    """By its address, or because it says so."""
    kinds = ("text/html", "application/json")
    return request.path.endswith(".json") or request.get_preferred_type(kinds) == kinds[1]


def _requests_this_minute(request: HttpRequest) -> int:
    return _counted(request, "verify", MINUTE)


def _counted(request: HttpRequest, what: str, seconds: int, more: int = 1) -> int:
    """Counted by the minute of the clock, so that no cache has to keep a running expiry."""
    now = int(time.time()) // seconds
    # allauth knows how many proxies stand before us: one place to set that for the whole site.
    key = f"{what}-{get_adapter().get_client_ip(request)}-{now}"
    with suppress(ValueError):  # the first of this time
        return cache.incr(key, more)
    cache.add(key, more, 2 * seconds)
    return more


def _refusal(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        message = _("Too many requests. Please wait one minute and try again.")
        data = {"status": "too_many_requests", "detail": message}
        response: HttpResponse = JsonResponse(data, status=TOO_MANY)
    else:
        response = render(request, "certificates/too_many.html", status=TOO_MANY)
    response.headers["Retry-After"] = str(MINUTE)
    return response
