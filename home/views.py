"""Pages that belong to no course."""

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import helplines
from .dashboards import learning_of

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
    context = {"helplines": helplines.current(timezone.localdate())}
    return render(request, "home/worried.html", context)
