"""The words around the claims, in the language of the certificate: frozen when it is issued.

They stand in files of their own (wordings/<language>.yaml), because certificates come in more
languages than the site. Days and digits are as Django has them: Latin digits in Arabic too.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import ngettext

from .claims import Claims

FOLDER = Path(__file__).parent / "wordings"
FALLBACK = "en"
# Lines that a template may have in its own words.
OWN_LINES = ("heading", "certifies", "has_completed")
# Used up here; the rest is what the page prints.
_PARTS = ("hours", "minutes", "hours_and_minutes")
_FACTS = ("completed_on", "valid_until", "study_time", "edition", "number", "issued_by")


def study_time(minutes: int) -> str:
    """A duration as people say it on the site: “2 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


@cache
def wordings() -> dict[str, dict[str, Any]]:
    """By language code."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def language_of(locale: str) -> str:
    """The language that a certificate for readers of ``locale`` is written in."""
    return next((it for it in (locale, locale.split("-")[0]) if it in wordings()), FALLBACK)


def words_of(language: str) -> dict[str, Any]:
    """What the page prints, as in the file."""
    left_out = (*_PARTS, *_FACTS)
    words = {key: it for key, it in wordings()[language].items() if key not in left_out}
    return {"lang": language, **words}


def printed(claims: Claims, locale: str, design: Mapping[str, Any]) -> dict[str, Any]:
    """Labels, and values as words; nothing in it names the holder.

    ``design`` is the content of a ``CertificateDesign``.
    """
    language = language_of(locale)
    words = words_of(language)
    own = {key: line for key, line in design["wording"].get(language, {}).items() if line}
    organisation = design["organisation"]
    held_by = words["held_by"] % {"organisation": organisation} if organisation else ""
    facts = _facts(claims, language, names_issuer=bool(organisation))
    return {**words, **own, "held_by": held_by, "facts": facts}


def _facts(claims: Claims, language: str, *, names_issuer: bool) -> list[tuple[str, str]]:
    """Label and value; the issuer is among them where the head of the page is somebody else's."""
    values = {
        "completed_on": _long_date(claims["completed_on"], language),
        "valid_until": _long_date(claims["valid_until"], language),
        "study_time": duration(claims["duration_minutes"], language),
        "edition": str(claims["edition"]),
        "number": claims["number"],
    }
    if names_issuer:
        values["issued_by"] = claims["issuer"]
    return [(wordings()[language][key], value) for key, value in values.items()]


def _long_date(day: str, language: str) -> str:
    with translation.override(language):
        return date_format(date.fromisoformat(day), "DATE_FORMAT")


def duration(minutes: int, language: str) -> str:
    words = wordings()[language]
    hours, rest = divmod(minutes, 60)
    parts = {
        "hours": words["hours"][form(hours, language)] % {"count": hours},
        "minutes": words["minutes"][form(rest, language)] % {"count": rest},
    }
    if hours and rest:
        return words["hours_and_minutes"] % parts
    return parts["hours"] if hours else parts["minutes"]


def form(count: int, language: str) -> str:
    """Which form of number goes with a count, as Unicode's CLDR has it for these languages."""
    if language == "ar":
        return _arabic_form(count)
    most = 1 if language == "fr" else 0  # in French nought is singular
    return "one" if 1 - most <= count <= 1 else "other"


def _arabic_form(count: int) -> str:
    if count in (1, 2):
        return ("one", "two")[count - 1]
    rest = count % 100
    if 3 <= rest <= 10:  # noqa: PLR2004
        return "few"
    return "many" if rest > 10 else "other"  # noqa: PLR2004
