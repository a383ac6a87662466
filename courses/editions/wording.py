"""What an edition says about itself, in the language of who reads it.

The source is as it was released. A translation is as it is published now, text by text: it stands
only for a text that the course's own page still has as it was released.
"""

from typing import Any

from courses.catalogue.models import CoursePage
from courses.catalogue.plain import plain_page

from . import content, freshness
from .models import Edition

TEXTS = ("title", "summary", "certificate_title", "certificate_note")


def objective_texts(edition: Edition, locale: str) -> dict[str, tuple[str, str]]:
    """The text of each objective by its code, and the language of the text."""
    found = _translated(edition, locale).get("objectives", {})
    source = content.source_language()
    return {
        row["code"]: (found[row["code"]], locale) if row["code"] in found else (row["text"], source)
        for row in edition.policy["objectives"]
    }


def policy_in(edition: Edition, locale: str) -> dict[str, Any]:
    """The policy of an edition with its texts in a language: what a certificate says."""
    policy, translated = edition.policy, _translated(edition, locale)
    found = translated.get("objectives", {})
    objectives = [
        {**row, "text": found.get(row["code"], row["text"])} for row in policy["objectives"]
    ]
    return {**policy, **translated, "objectives": objectives}


def _translated(edition: Edition, locale: str) -> dict[str, Any]:
    """The texts of the policy that there are in a language, as there; objectives by code."""
    if locale == content.source_language():
        return {}
    key = f"translated-{edition.pk}-{edition.checksum}-{locale}"
    return freshness.kept(key, lambda: _read(edition, locale))


def _read(edition: Edition, locale: str) -> dict[str, Any]:
    source = content.course_page(edition, content.source_language())
    page = content.course_page(edition, locale)
    if not (source and page) or page.locale_id == source.locale_id:
        return {}
    released, now, there = edition.policy, _plain(source), _plain(page)
    found = {n: there[n] for n in TEXTS if there[n] and now[n] == released[n]}
    if now["outcomes"] == released["outcomes"] and len(there["outcomes"]) == len(now["outcomes"]):
        found["outcomes"] = there["outcomes"]
    codes = [
        r["code"] for r in released["objectives"] if now["by code"].get(r["code"]) == r["text"]
    ]
    texts = {code: there["by code"].get(code, "") for code in codes}
    return {**found, "objectives": {code: text for code, text in texts.items() if text}}


def _plain(page: CoursePage) -> dict[str, Any]:
    plain = plain_page(page)
    return {**plain, "by code": {row["code"]: row["text"] for row in plain["objectives"]}}
