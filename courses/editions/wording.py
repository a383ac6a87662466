"""What an edition says about itself, in the language of who reads it.

The source is as it was released; a translation is as it is published now, where it still fits.
"""

from typing import Any

from courses.catalogue.models import CoursePage

from . import content, freshness
from .models import Edition

TEXTS = ("title", "summary", "certificate_title", "certificate_note")


def objective_texts(edition: Edition, locale: str) -> dict[str, tuple[str, str]]:
    """The text of each objective by its code, and the language of the text."""

    def build() -> dict[str, tuple[str, str]]:
        source = content.source_language()
        page = _translation(edition, locale)
        found = _objectives(page) if page else {}
        return {
            row["code"]: (found[row["code"]], locale)
            if row["code"] in found
            else (row["text"], source)
            for row in edition.policy["objectives"]
        }

    return freshness.kept(f"objectives-{edition.pk}-{edition.checksum}-{locale}", build)


def policy_in(edition: Edition, locale: str) -> dict[str, Any]:
    """The policy of an edition with its texts in a language: what a certificate says."""
    policy, page = edition.policy, _translation(edition, locale)
    if page is None:
        return policy
    outcomes = [outcome.value for outcome in page.outcomes]
    is_same = len(outcomes) == len(policy["outcomes"])
    return {
        **policy,
        **{name: getattr(page, name) for name in TEXTS},
        "outcomes": outcomes if is_same else policy["outcomes"],
        "objectives": [
            {**row, "text": objective_texts(edition, locale)[row["code"]][0]}
            for row in policy["objectives"]
        ],
    }


def _translation(edition: Edition, locale: str) -> CoursePage | None:
    source = content.source_language()
    page = content.course_page(edition, locale) if locale != source else None
    return page if page and page.locale.language_code != source else None


def _objectives(page: CoursePage) -> dict[str, str]:
    return {row.code: row.text for row in page.objectives.all() if row.text}
