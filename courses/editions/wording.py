"""What an edition says about itself, in the language of who reads it.

The source is as it was released. A translation is as it is published now, where it translates what
was released.
"""

from typing import Any

from courses.catalogue.models import CoursePage
from courses.catalogue.plain import plain_page

from . import content, freshness
from .handed_out import HandedOut
from .models import Edition

MAIN = ("title", "summary", "certificate_title", "certificate_note", "outcomes")
TEXTS = rf"^({'|'.join(MAIN)})\b"


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
    released = edition.policy
    now, there = _objectives(source), _objectives(page)
    same = [r["code"] for r in released["objectives"] if now.get(r["code"]) == r["text"]]
    objectives = {code: there[code] for code in same if there.get(code)}
    if _main(source) != {name: released[name] for name in MAIN} or not _fits(page, source):
        return {}, objectives
    return _main(page), objectives


def _fits(page: CoursePage, source: CoursePage) -> bool:
    handed_out = HandedOut(
        [source.translation_key],
        texts=TEXTS,
        given_says=lambda given: _main(given.as_instance()),
        says=_main,
    )
    is_whole = len(_main(page)["outcomes"]) == len(_main(source)["outcomes"])
    return is_whole and handed_out.is_current(page, source)


def _main(page: CoursePage) -> dict[str, Any]:
    plain = plain_page(page)
    return {name: plain[name] for name in MAIN}


def _objectives(page: CoursePage) -> dict[str, str]:
    return {row["code"]: row["text"] for row in plain_page(page)["objectives"]}
