"""What an edition says about itself, in the language of who reads it.

The source is as it was released. A translation is as it is published now, where it translates what
was released.
"""

from collections.abc import Callable
from typing import Any

from courses.catalogue.models import CoursePage
from courses.catalogue.plain import plain_page

from . import content, freshness
from .handed_out import HandedOut
from .models import Edition

MAIN = ("title", "summary", "certificate_title", "certificate_note", "outcomes")
TEXTS = rf"^({'|'.join(MAIN)})(\.|$)"


def objective_texts(edition: Edition, locale: str) -> dict[str, tuple[str, str]]:
    """The text of each objective by its code, and the language of the text."""
    found = _kept(edition, locale)[1]
    source = content.source_language()
    return {
        row["code"]: (found[row["code"]], locale) if row["code"] in found else (row["text"], source)
        for row in edition.policy["objectives"]
    }


def policy_in(edition: Edition, locale: str) -> tuple[dict[str, Any], str]:
    """The policy of an edition in a language, and which that is: what a certificate says.

    The source's, unless every main text is translated as it was released.
    """
    policy, (main, found) = edition.policy, _kept(edition, locale)
    if not main:
        return policy, content.source_language()
    objectives = [
        {**row, "text": found.get(row["code"], row["text"])} for row in policy["objectives"]
    ]
    return {**policy, **main, "objectives": objectives}, locale


type _Texts = tuple[dict[str, Any], dict[str, str]]  # the main ones, and objectives by their code


def _kept(edition: Edition, locale: str) -> _Texts:
    if locale == content.source_language():
        return {}, {}
    key = f"translated-{edition.pk}-{edition.checksum}-{locale}"
    return freshness.kept(key, lambda: _translated(edition, locale))


def _translated(edition: Edition, locale: str) -> _Texts:
    source = content.course_page(edition, content.source_language())
    page = content.course_page(edition, locale)
    if not (source and page) or page.locale_id == source.locale_id:
        return {}, {}
    return _main_in(page, source, edition), _objectives_in(page, source, edition)


def _main_in(page: CoursePage, source: CoursePage, edition: Edition) -> dict[str, Any]:
    found = _main(page)
    is_whole = len(found["outcomes"]) == len(edition.policy["outcomes"])
    is_released = _main(source) == {name: edition.policy[name] for name in MAIN}
    return found if is_whole and is_released and _fits(page, source, TEXTS, _main) else {}


def _objectives_in(page: CoursePage, source: CoursePage, edition: Edition) -> dict[str, str]:
    if not _fits(page, source, r"^objectives\.", _objectives):
        return {}
    now, there = _objectives(source), _objectives(page)
    same = [r["code"] for r in edition.policy["objectives"] if now.get(r["code"]) == r["text"]]
    return {code: there[code] for code in same if there.get(code)}


def _fits(
    page: CoursePage, source: CoursePage, texts: str, says: Callable[[CoursePage], Any]
) -> bool:
    handed_out = HandedOut(
        [source.translation_key],
        texts=texts,
        given_says=lambda given: says(given.as_instance()),
        says=says,
    )
    return handed_out.is_current(page, source)


def _main(page: CoursePage) -> dict[str, Any]:
    plain = plain_page(page)
    return {name: plain[name] for name in MAIN}


def _objectives(page: CoursePage) -> dict[str, str]:
    return {row["code"]: row["text"] for row in plain_page(page)["objectives"]}
