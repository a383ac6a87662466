"""Whole pages for visitors, straight from the cache; dropped when anything is published.

Only pages under a language prefix (the Wagtail pages) that look the same to everybody who is not
signed in: no session, no search or filter, nothing that sets a cookie.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from courses.editions import freshness

LANGUAGE_PREFIX = re.compile(f"^/({'|'.join(code for code, _name in settings.LANGUAGES)})/")
# Somebody is signed in, a message waits to be shown, or the device is for who has a card.
COOKIES = {settings.SESSION_COOKIE_NAME, "messages", "supervised"}
OK = 200
HOUR = 3600


class VisitorCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_the_same_for_everybody(request):
            return self.get_response(request)
        key = f"visitor-{freshness.stamp()}-{request.build_absolute_uri()}"
        found = cache.get(key)
        if found is None:
            response = self.get_response(request)
            if response.status_code != OK or response.cookies or response.streaming:
                return response
            found = (response.content, dict(response.items()))
            cache.set(key, found, _until_midnight(HOUR))
        content, headers = found
        return HttpResponse(content, headers=headers)


def _until_midnight(most: int) -> int:
    """Seconds, at least one: at midnight an offering may open or close."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(most, int((midnight - now).total_seconds()) + 1)


def _is_the_same_for_everybody(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not getattr(request, "is_dummy", False)  # a preview: drafts are for their authors
        and LANGUAGE_PREFIX.match(request.path_info) is not None
        and not COOKIES & request.COOKIES.keys()
        and not request.META.get("QUERY_STRING")
    )
