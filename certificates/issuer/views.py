"""What software elsewhere reads to verify a certificate: keys, status lists, what was achieved."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates.badges import png
from certificates.credentials import document, signing

from . import addresses
from .models import Achievement, IssuerKey, KeyState, StatusList

FIVE_MINUTES, A_DAY = 300, 86_400


def shown_as_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people: whoever is signed in sees their own menu, so no cache may pass it on."""

    @require_safe
    @cache_control(private=True, no_cache=True)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return shown


def for_everyone(seconds: int) -> Callable:
    """Software of any site may read it, and keep it so long."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_safe
        @cache_control(public=True, max_age=seconds)
        def open_to_all(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            response = view(request, **kwargs)
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response

        return open_to_all

    return decorate


def _json(data: dict[str, Any], kind: str = "application/json") -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type=kind)


@for_everyone(FIVE_MINUTES)
def did(request: HttpRequest) -> HttpResponse:
    """The issuer's document with every key that still counts."""
    keys = IssuerKey.objects.exclude(state=KeyState.COMPROMISED)
    found = dict(keys.values_list("name", "public"))
    return _json(document.did_document(settings.BASE_URL, found), "application/did+json")


@for_everyone(FIVE_MINUTES)
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """A list as it was signed last; 404 before it was signed once."""
    row = get_object_or_404(StatusList, pk=number)
    if not row.credential:
        raise Http404
    return HttpResponse(row.credential, content_type="application/vc")


@for_everyone(A_DAY)
def profile_json(request: HttpRequest) -> HttpResponse:
    profile = document.issuer(settings.ISSUER_NAME, settings.BASE_URL)
    return _json({"@context": [signing.CREDENTIALS, signing.OPEN_BADGES], **profile})


@shown_as_page
def profile(request: HttpRequest) -> HttpResponse:
    """Who issues, and how anybody checks what they issued."""
    context = {"name": settings.ISSUER_NAME, "did": addresses.did(settings.BASE_URL)}
    return render(request, "certificates/issuer/profile.html", context)


@for_everyone(A_DAY)
def achievement_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(Achievement, uuid=uuid)
    achievement = document.achievement(row.content, row.uuid)
    return _json({"@context": [signing.CREDENTIALS, signing.OPEN_BADGES], **achievement})


@shown_as_page
def achievement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What it takes to get such a certificate."""
    row = get_object_or_404(Achievement, uuid=uuid)
    context = {"achievement": row, "content": row.content}
    return render(request, "certificates/issuer/achievement.html", context)


@for_everyone(A_DAY)
def badge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its picture, which names nobody."""
    row = get_object_or_404(Achievement, uuid=uuid)
    return HttpResponse(picture_of(row), content_type="image/png")


def picture_of(achievement: Achievement) -> bytes:
    """Drawn once a day: it takes a fifth of a second."""
    key = f"badge-{png.VERSION}-{achievement.uuid}"
    picture: bytes | None = cache.get(key)
    if picture is None:
        picture = png.draw(achievement.content["title"], achievement.content["issuer"])
        cache.set(key, picture, A_DAY)
    return picture
