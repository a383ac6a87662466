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


def policy_in(edition: Edition, locale: str) -> tuple[dict[str, Any], str]:
    """The policy of an edition in a language, and which that is: what a certificate says.

    It is the source's where any of its main texts is another one there by now.
    """
    policy, translated = edition.policy, _translated(edition, locale)
    if not translated.keys() >= set(TEXTS):
        return policy, content.source_language()
    found = translated["objectives"]
    objectives = [
        {**row, "text": found.get(row["code"], row["text"])} for row in policy["objectives"]
    ]
    return {**policy, **translated, "objectives": objectives}, locale


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
    same = [name for name in TEXTS if now[name] == released[name]]
    found = {name: there[name] for name in same if there[name] or not now[name]}
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
