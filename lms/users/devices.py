"""Where somebody is signed in: the browser and its system in plain words, and nothing else."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from .models import User
from .requests import SignedInRequest

# The first that fits: Edge and Opera say that they are Chrome, and Chrome that it is Safari.
BROWSERS = {
    "Edge": r"Edg[AeiO]?[\w]*/|\bEdge\b",
    "Opera": r"OPR/|\bOpera\b",
    "Samsung Internet": r"SamsungBrowser/|Samsung Internet",
    "UC Browser": r"UCBrowser/|UC Browser",
    "Firefox": r"Firefox|FxiOS/",
    "Chrome": r"Chrome|CriOS/|Chromium",
    "Safari": r"Safari",
}
SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "Mac": r"Macintosh|\bMac\b",
    "Chromebook": r"CrOS|Chromebook",
    "Linux": r"Linux",
}
NOWHERE = "0.0.0.0"  # noqa: S104  # allauth's column must hold an address


def kind_of(user_agent: str) -> str:
    """``Firefox Android``; that of such a kind is itself."""
    found = [
        next((name for name, signs in names.items() if re.search(signs, user_agent)), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return " ".join(filter(None, found))


def in_words(kind: str) -> str:
    system = next((name for name in SYSTEMS if kind.endswith(name)), "")
    browser = kind.removesuffix(system).strip()
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")


def keep_little(sender: type[UserSession], instance: UserSession, **kwargs: object) -> None:
    """Before a row is saved: where somebody was, and on which version of what, is not kept."""
    instance.ip = NOWHERE
    instance.user_agent = kind_of(instance.user_agent)


@dataclass
class Device:
    """A row of the list; ``pk`` is None for the one that is looked at."""

    pk: int | None
    name: str
    signed_in_at: datetime | None


def devices_of(request: SignedInRequest) -> list[Device]:
    """The device one is at stands first, then the newest."""
    here = request.session.session_key
    mine = UserSession.objects.filter(user=request.user).order_by("-created_at")
    rows = {row.session_key: row for row in mine}
    current = rows.pop(here, None)
    kind = kind_of(request.META.get("HTTP_USER_AGENT", ""))
    signed_in_at = current.created_at if current else request.user.last_login
    alive = _alive(request.user, list(rows))
    others = [row for key, row in rows.items() if key in alive]
    return [
        Device(None, in_words(kind), signed_in_at),
        *(Device(row.pk, in_words(row.user_agent), row.created_at) for row in others),
    ]


def _alive(user: User, keys: list[str]) -> set[str]:
    """Of these sessions, those that still let their holder in."""
    running = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    password = user.get_session_auth_hash()
    return {
        session.session_key
        for session in running
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), password)
    }


def sign_out_elsewhere(*, request: HttpRequest, user: User, pk: int | None = None) -> None:
    """End one session of that person, or all but the one at hand."""
    rows = UserSession.objects.filter(user=user)
    here = request.session.session_key or ""
    ending = list(rows.exclude(session_key=here) if pk is None else rows.filter(pk=pk))
    is_here = any(row.session_key == here for row in ending)
    get_adapter().end_sessions(ending)
    if is_here:
        logout(request)


def sign_out_everywhere(user: User) -> None:
    """End every session of that person, also the one at hand."""
    get_adapter().end_sessions(UserSession.objects.filter(user=user))


def forget_ended() -> int:
    """Delete the rows of sessions that are over; from run_due."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.exclude(session_key__in=running).delete()[0]
