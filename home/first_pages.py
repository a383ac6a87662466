"""The first pages of a site in the other languages: home page, catalogue, pages of text.

The migrations write them in English. A course that is loaded with a translation leaves copies of
the pages above it in English; what is written here takes the place of such a copy, of nothing else.
"""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Locale, Page, Site

from courses.models import CourseIndexPage

from .models import StandardPage

FOLDER = Path(__file__).parent / "pages"


def languages() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@transaction.atomic
def write(language: str) -> list[Page]:
    """The pages that were written; again it writes nothing. Whoever changed an English page since
    it was made translates that page in Wagtail.
    """
    texts = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    locale = Locale.objects.get_or_create(language_code=language)[0]
    written = []
    for name, source in _sources().items():
        if name in texts and source.live and source.latest_revision_id is None:
            there = source.get_translation_or_none(locale)
            if there is None or there.alias_of_id:
                written.append(_written(source, there, locale, texts[name]))
    return written


def _sources() -> dict[str, Any]:
    """The English pages of the default site by what a file of texts calls them, parents first."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    home = site.root_page.specific
    found = {"home": home}
    if catalogue := CourseIndexPage.objects.child_of(home).first():
        found["catalogue"] = catalogue
    pages = StandardPage.objects.child_of(home).exclude(purpose="")
    return found | {page.purpose: page for page in pages}


def _written(source: Any, there: Any, locale: Locale, texts: dict[str, Any]) -> Page:
    page = there.specific if there else source.copy_for_translation(locale, copy_parents=True)
    page.alias_of = None
    page.title = page.draft_title = texts["title"]
    page.seo_title = page.search_description = ""  # of the source; without them its own texts count
    page.intro = texts["intro"]
    if "body" in texts:
        page.body = page.body.stream_block.to_python(_raw(texts["body"]))
    page.full_clean()
    page.save_revision().publish()
    return page


def _raw(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for block in blocks for kind, value in block.items()]
