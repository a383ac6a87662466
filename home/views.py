"""Pages that belong to no course."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from courses.models import Membership
from courses.people.focal_points import focal_points_for

from .contacts import FocalPoint, Helpline
from .dashboards import learning_of
from .styleguide import components

UNAVAILABLE = 503


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for whatever watches over the site."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=UNAVAILABLE)
    return JsonResponse({"database": "ok"})


@login_required
@require_safe
@never_cache
def my_learning(request: HttpRequest) -> HttpResponse:
    """In progress, what is missing and why, done, certificates."""
    return render(
        request,
        "home/my_learning.html",
        learning_of(request.user, number=request.GET.get("page", "1")),
    )


@require_safe
def worried(request: HttpRequest) -> HttpResponse:
    """Where to turn. This platform takes no reports."""
    today = timezone.localdate()
    focal_point = FocalPoint.objects.first()  # the only one
    context = {
        "focal_point": focal_point if focal_point and focal_point.is_fresh(today) else None,
        "own_focal_points": _own_focal_points(request, today),
        "helplines": Helpline.objects.fresh(today),
    }
    return render(request, "home/worried.html", context)


def _own_focal_points(request: HttpRequest, today: date) -> list[Membership]:
    """For who is signed in: those of where they belong."""
    return focal_points_for(request.user, today) if request.user.is_authenticated else []


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows where there is no connection."""
    return render(request, "home/offline.html")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker sees no address above its own."""
    return render(request, "home/sw.js", content_type="text/javascript")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with its variables and states; in development only."""
    return render(request, "home/styleguide.html", components())
