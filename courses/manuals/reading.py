"""A manual with the text of all its parts, in a language where there is a translation."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from django.utils.safestring import mark_safe
from wagtail.models import Locale, Page

from courses.catalogue.languages import without_copies
from courses.catalogue.manual import ManualPage, ManualPartPage
from courses.editions import content, freshness
from courses.editions.content import Prose

from .shelf import Shelved


@dataclass(eq=False)
class Part:
    """``slug`` is that of the source language; ``headings`` are pairs of an anchor and its text."""

    slug: str
    label: str
    title: str
    summary: str
    minutes: int
    prose: Prose
    headings: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return f"{self.label}: {self.title}" if self.label else self.title


@dataclass(eq=False)
class Manual:
    shelved: Shelved
    title: str
    version: str
    status: str
    audience: str
    prose: Prose
    parts: list[Part]

    @cached_property
    def by_slug(self) -> dict[str, Part]:
        return {part.slug: part for part in self.parts}

    def neighbours(self, part: Part) -> tuple[Part | None, Part | None]:
        """The part before and the one after, None at either end."""
        place = self.parts.index(part)
        before = self.parts[place - 1] if place else None
        after = self.parts[place + 1] if place + 1 < len(self.parts) else None
        return before, after


def manual(shelved: Shelved, locale: str) -> Manual:
    """Kept until anything is published, the same for everyone."""
    key = f"manual-{shelved.uuid}-{locale}"
    return freshness.kept(key, lambda: build(shelved, locale))


def build(shelved: Shelved, locale: str) -> Manual:
    pages = ManualPage.objects.live().select_related("locale")
    source = pages.get(translation_key=shelved.uuid, locale=Locale.get_default())
    sheets = ManualPartPage.objects.live().select_related("locale")
    parts = list(sheets.child_of(source).order_by("path"))
    [page] = _in_language(pages, [source], locale)
    shown = _in_language(sheets, parts, locale)
    return Manual(
        shelved=shelved,
        title=page.title,
        version=page.version,
        status=page.status,
        audience=page.audience,
        prose=_prose(page),
        parts=[_part(part, own) for part, own in zip(parts, shown, strict=True)],
    )


def _in_language(rows: Any, sources: list[Any], locale: str) -> list[Any]:
    """Each page, or its live translation."""
    keys = [page.translation_key for page in sources]
    found = without_copies(rows).filter(translation_key__in=keys, locale__language_code=locale)
    translated = {page.translation_key: page for page in found}
    return [translated.get(page.translation_key, page) for page in sources]


def _part(source: ManualPartPage, page: ManualPartPage) -> Part:
    prose = _prose(page)
    soup = BeautifulSoup(prose.html, "html.parser")
    headings = soup.find_all("h2")
    for number, heading in enumerate(headings, start=1):
        heading["id"] = f"part-{number}"
    prose.html = mark_safe(str(soup))  # noqa: S308 (as the templates of our blocks wrote it)
    return Part(
        slug=source.slug,
        label=page.label,
        title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        prose=prose,
        headings=[(str(heading["id"]), heading.get_text(" ", strip=True)) for heading in headings],
    )


def _prose(page: Page) -> Prose:
    return content.drawn(page, "lesson", page.locale.language_code)
