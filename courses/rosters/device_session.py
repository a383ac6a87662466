"""What a supervised device shows and forgets: the middleware, and how a device is wiped."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lms.languages import forget

from . import supervising
from .supervised import SupervisedSession

MARK, SEEN = "supervised", "supervised_seen"  # in the session of a learner
TOUCH_AFTER = 30  # seconds: not every request shall write
# Without a learner: the card page, and what helps or harms nobody.
BEFORE_A_CARD = (
    "/device/",
    "/language/",
    "/worried/",
    "/offline/",
    "/sw.js",
    "/healthz",
    "/static/",
)
# With one: learning, and the pages for everybody; nothing of an account, of data or of money, and
# no file with a name that would stay on the device.
BY_CARD = (
    *BEFORE_A_CARD,
    "/learn/",
    "/attempts/",
    "/my-learning/",
    "/my-data/keep/",
    "/terms/accept/",
    "/media/",
    "/documents/",
)
PAGES = re.compile(f"/((?:{'|'.join(code for code, _name in settings.LANGUAGES)})/.*)?")


def wipe(response: HttpResponse) -> HttpResponse:
    """Have the browser forget pages, storage and service worker; its cookies are ours to end."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    return response


def leave() -> HttpResponse:
    """To the card page, for whoever comes next: also the language is theirs to choose."""
    response = wipe(redirect("rosters:card"))
    forget(response)
    return response


def begin(request: HttpRequest, device: SupervisedSession) -> None:
    """Mark the session that a learner has just begun.

    It outlives the idle minutes: SEEN ends it, and whoever comes then finds the device wiped.
    """
    request.session[MARK] = str(device.uuid)
    request.session.set_expiry(int(supervising.LONGEST.total_seconds()))
    _touch(request)


def _touch(request: HttpRequest) -> None:
    request.session[SEEN] = int(time.time())


def is_for_guests(path: str) -> bool:
    """Whether somebody who came by card may open this address."""
    return path.startswith(BY_CARD) or PAGES.fullmatch(path) is not None


class SupervisedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.supervised = None  # type: ignore[attr-defined]
        has_cookie = supervising.COOKIE in request.COOKIES
        mark = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(MARK)
        if not has_cookie and not mark:
            return self.get_response(request)
        device = supervising.device_of(request) if has_cookie else None
        if mark and not _is_still(request, device):
            logout(request)
            return self._leave(device)
        if device is None:
            response = wipe(self.get_response(request))  # it has ended since
            response.delete_cookie(supervising.COOKIE)
            return response
        return self._answer(request, device)

    def _answer(self, request: HttpRequest, device: SupervisedSession) -> HttpResponse:
        request.supervised = device  # type: ignore[attr-defined]
        request.supervised_idle = settings.SUPERVISED_IDLE_SECONDS  # type: ignore[attr-defined]
        if request.user.is_authenticated and MARK not in request.session:
            logout(request)  # nobody is here but by card
        if request.user.is_authenticated and time.time() - request.session[SEEN] > TOUCH_AFTER:
            _touch(request)
        away = _elsewhere(request)
        response = redirect(away) if away else self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _leave(self, device: SupervisedSession | None) -> HttpResponse:
        response = leave()
        if device is None:
            response.delete_cookie(supervising.COOKIE)
        return response


def _is_still(request: HttpRequest, device: SupervisedSession | None) -> bool:
    """Whether the learner's time here goes on: the device runs, and they did something lately."""
    idle = time.time() - request.session.get(SEEN, 0)
    is_here = device is not None and request.session[MARK] == str(device.uuid)
    return is_here and idle <= settings.SUPERVISED_IDLE_SECONDS


def _elsewhere(request: HttpRequest) -> str:
    """Where somebody is led who asks for what this device does not show; empty where it does."""
    path = request.path_info
    if request.user.is_authenticated:
        return "" if is_for_guests(path) else reverse("home:my_learning")
    return "" if path.startswith(BEFORE_A_CARD) else reverse("rosters:card")
