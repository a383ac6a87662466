"""A manual to read: its contents, its parts, its PDF."""

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.users.requests import SignedInRequest

from . import reading, shelf
from .access import may_read
from .printing import print_of
from .shelf import Shelved


def _manual_or_404(request: SignedInRequest, course: str) -> Shelved:
    manual = shelf.of_course(course, get_language() or "en")
    if manual is None or not may_read(request.user, manual):
        raise Http404
    return manual


@login_required
@require_safe
def contents(request: SignedInRequest, course: str) -> HttpResponse:
    """What the manual is, and the list of its parts."""
    shelved, language = _manual_or_404(request, course), get_language() or "en"
    manual = reading.manual(shelved, language)
    context = {"manual": manual, "print": print_of(shelved)}
    return render(request, "courses/manuals/contents.html", context)


@login_required
@require_safe
def part(request: SignedInRequest, course: str, part: str) -> HttpResponse:
    """One part to read or to print from the browser."""
    manual = reading.manual(_manual_or_404(request, course), get_language() or "en")
    here = manual.by_slug.get(part)
    if here is None:
        raise Http404
    before, after = manual.neighbours(here)
    context = {"manual": manual, "part": here, "before": before, "after": after}
    return render(request, "courses/manuals/part.html", context)


@login_required
@require_safe
def pdf(request: SignedInRequest, course: str) -> HttpResponseBase:
    """The whole manual, as it was printed when it was last published."""
    printed = print_of(_manual_or_404(request, course))
    if printed is None:
        raise Http404
    name = f"{course}-manual-{printed.locale}.pdf"
    return FileResponse(BytesIO(bytes(printed.content)), as_attachment=True, filename=name)
