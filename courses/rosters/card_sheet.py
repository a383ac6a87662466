"""Cards as a PDF: eight to a page of A4, to be cut; each in the language of its owner."""

import io
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.people.minors import is_minor
from lms.printing.compiler import render
from lms.printing.text import is_rtl, printable

from .cards import ClaimCard

TEMPLATE = Path(__file__).parent / "typst" / "cards.typ"


def sheet_pdf(cards: Iterable[tuple[ClaimCard, str]], now: datetime) -> bytes:
    """``cards``: each with its PIN, which stands nowhere else. Raises TypstError."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    data = {
        "lang": language.split("-")[0],
        "rtl": translation.get_language_bidi(),
        "title": printable(_("Cards")),
        "site": printable(settings.WAGTAIL_SITE_NAME),
        "cards": [_card(card, pin) for card, pin in cards],
    }
    return render(TEMPLATE, data, timestamp=now)


def _card(card: ClaimCard, pin: str) -> dict[str, Any]:
    language = card.person.language or settings.LANGUAGE_CODE
    url = settings.BASE_URL + reverse("rosters:claim_code", args=[card.shown_code])
    name, minor = printable(card.person.full_name), is_minor(card.person)
    with translation.override(language):
        return {
            "lang": language.split("-")[0],
            "rtl": translation.get_language_bidi(),
            "name": name,
            "name_rtl": is_rtl(name),
            "words": _words(language, minor=minor, is_for_password=card.is_for_password),
            "until": printable(_until(card.expires_at)),
            "code": card.shown_code,
            "pin": pin,
            "address": "" if minor else _address(),
            "qr": "" if minor else _qr(url),
        }


def _until(moment: datetime) -> str:
    day = date_format(timezone.localdate(moment), "DATE_FORMAT")
    return _("Valid until %(date)s.") % {"date": day}


def _address() -> str:
    return (settings.BASE_URL + reverse("rosters:claim")).split("://", 1)[1]


@cache
def _words(language: str, *, minor: bool, is_for_password: bool) -> dict[str, str]:
    """The same for everybody with this language."""
    steps = [
        _("Open the address on any phone or computer, or scan the code."),
        _("Type the code and the PIN."),
        _("Choose a user name and a password. Then learn."),
    ]
    if is_for_password:
        steps[2] = _("Choose a new password. Your user name is shown there.")
    if minor:
        steps = [_("Type the code and the PIN on a device that your trainer opened for you.")]
    return {
        "steps": [printable(step) for step in steps],  # type: ignore[dict-item]
        "code": printable(_("Code")),
        "pin": printable(_("PIN")),
        "keep": printable(_("For you alone: keep it, show it to nobody.")),
        "qr": printable(_("QR code with the address and the code of this card")),
    }


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make_qr(url, error="m", boost_error=False, mask=2).save(
        out, kind="svg", border=2, xmldecl=False
    )
    return out.getvalue().decode()
