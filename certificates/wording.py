"""The words around the claims, in the language of the certificate: frozen when it is issued."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .claims import Claims


def study_time(minutes: int) -> str:
    """A duration as people say it: “2 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def long_date(day: str) -> str:
    return date_format(date.fromisoformat(day), "DATE_FORMAT")


def printed(claims: Claims, locale: str) -> dict[str, Any]:
    """Labels, and values as words; nothing in it names the holder."""
    with translation.override(locale):
        return {
            "lang": locale.split("-")[0],
            "rtl": translation.get_language_bidi(),
            "heading": _("Certificate of completion"),
            "certifies": _("This is to certify that"),
            "has_completed": _("has completed"),
            "facts": [
                (_("Completed on"), long_date(claims["completed_on"])),
                (_("Valid until"), long_date(claims["valid_until"])),
                (_("Study time"), study_time(claims["duration_minutes"])),
                (_("Edition"), str(claims["edition"])),
                (_("Certificate number"), claims["number"]),
            ],
            "points": _("Learning outcomes"),
            "more": _("The full list is on the verify page."),
            "verify": _("Check this certificate: scan, or open"),
            "qr_alt": _("QR code with the address of the verify page"),
            "signatories": list(settings.ISSUER_SIGNATORIES),
        }
