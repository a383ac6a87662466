"""Whole pages for visitors, straight from the cache; dropped when anything is published.

Only pages under a language prefix (the Wagtail pages) that look the same to everybody who is not
signed in: no session, no search words, nothing that sets a cookie.
"""

import re
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from courses.editions import freshness

LANGUAGE_PREFIX = re.compile(r"^/[a-z]{2}(-[a-z]+)?/")
FILTERS = {"topic", "level", "language"}
SESSION_COOKIE = "sessionid"
OK = 200
HOUR = 3600


class VisitorCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_the_same_for_everybody(request):
            return self.get_response(request)
        key = f"visitor-{freshness.stamp()}-{request.get_host()}-{request.get_full_path()}"
        key += f"-{request.scheme}-{request.COOKIES.get('django_language', '')}"
        found = cache.get(key)
        if found is None:
            response = self.get_response(request)
            if response.status_code != OK or response.cookies or response.streaming:
                return response
            found = (response.content, dict(response.items()))
            cache.set(key, found, HOUR)
        content, headers = found
        return HttpResponse(content, headers=headers)


def _is_the_same_for_everybody(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and LANGUAGE_PREFIX.match(request.path_info) is not None
        and SESSION_COOKIE not in request.COOKIES
        and set(request.GET) <= FILTERS
    )
