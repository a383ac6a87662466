"""A sheet for the wall of a gate: how to check a certificate there, with a network or without."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import any_permission_required

from lms.printing.compiler import render
from lms.printing.text import printable

from .pages import directed, qr_code

TEMPLATE = Path(__file__).parent / "typst" / "gate-poster.typ"
QR_MM = 62


@any_permission_required("certificates.view_certificate", "certificates.change_certificate")
@require_safe
def gate_poster(request: HttpRequest) -> HttpResponse:
    """In the language of who prints it."""
    midnight = datetime.combine(timezone.localdate(), time.min, UTC)
    pdf = render(TEMPLATE, poster_data(), timestamp=midnight)
    disposition = 'inline; filename="gate-poster.pdf"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def poster_data() -> dict[str, Any]:
    """What gate-poster.typ reads, in the language of now."""
    url = settings.BASE_URL + reverse("certificates:find")
    svg, width = qr_code(url, size=QR_MM)
    words = {
        "heading": _("Check a certificate"),
        "lead": _("Free, without an account, with the camera of any phone."),
        "before": _("Before you start work here"),
        "once": _(
            "Scan this code once while you have a connection. From then on your phone also checks"
            " large QR codes without one."
        ),
        "qr_alt": _("QR code with the address of the verify page"),
        "offline": _("No connection?"),
        "offline_means": _(
            "“Genuine when issued; status not checked” means that we issued it, and that your phone"
            " cannot know whether it was revoked. Open the page again as soon as you are online."
        ),
        "no_reports": _(
            "Nobody reads this site for reports of concern. Someone is in danger? Follow your own"
            " procedure, or open:"
        ),
    }
    return {
        "lang": translation.get_language().split("-")[0],
        "rtl": translation.get_language_bidi(),
        "issuer": directed(settings.ISSUER_NAME),
        "words": {name: printable(text) for name, text in words.items()},
        "steps": [printable(step) for step in _steps()],
        "qr": svg,
        "qr_width": width,
        "url": url,
        "worried_url": settings.BASE_URL + reverse("home:worried"),
    }


def _steps() -> list[str]:
    return [
        _("Scan the QR code on the certificate with the camera, and open the address."),
        _("Read what it says: is the certificate valid, expired, revoked or unknown?"),
        _(
            "Compare every line with the paper, and the name with an identity document. If one"
            " differs, do not accept the paper."
        ),
    ]
