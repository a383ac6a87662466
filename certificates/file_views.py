"""The files of a certificate, for whoever holds its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .handing_out import file_of, is_there, may_fetch, unlisted
from .limits import rate_limited
from .models import Certificate
from .verification import find

NOT_FOUND, FORBIDDEN = 404, 403
KINDS = {
    "json": "application/vc",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
}
NAMES = {"json": "credential", "pdf": "certificate", "png": "badge", "svg": "badge"}


@never_cache
@rate_limited
@require_safe
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """The signed document, exactly as signed."""
    return _file(request, code, "json")


@never_cache
@rate_limited
@require_safe
def badge_png(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, "png")


@never_cache
@rate_limited
@require_safe
def badge_svg(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, "svg")


@never_cache
@rate_limited
@require_safe
def verified_pdf(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, "pdf")


def _file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    certificate = find(code)
    if certificate is None:
        return _refused(request, "unknown", NOT_FOUND, code=code)
    if not is_there(certificate, ending):
        return _refused(request, _why(certificate), NOT_FOUND, certificate)
    if not may_fetch(request, certificate):
        return _refused(request, "protected", FORBIDDEN, certificate)
    response = HttpResponse(file_of(certificate, ending), content_type=KINDS[ending])
    name = f"{NAMES[ending]}-{certificate.number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unlisted(response)


def _why(certificate: Certificate) -> str:
    """There is no such file: because it ended, was emptied, or was never signed."""
    if certificate.ending:
        return str(certificate.state.value)
    return "redacted" if certificate.is_redacted else "unsigned"


def _refused(
    request: HttpRequest,
    why: str,
    status: int,
    certificate: Certificate | None = None,
    code: str = "",
) -> HttpResponse:
    context = {"why": why, "certificate": certificate, "typed": code}
    return unlisted(render(request, "certificates/no_file.html", context, status=status))
