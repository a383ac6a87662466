"""A manual on paper: its first page with the table of contents, then its parts."""

from functools import partial
from pathlib import Path
from typing import Any

from bs4 import Tag
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from courses.editions.content import Prose
from courses.learning.module_sheet import picture
from courses.learning.sheet_prose import Checks, arranged
from lms.printing import prose as printing
from lms.printing.prose import Block, Sheet
from lms.printing.text import printable

from .reading import Manual, Part

TEMPLATE = Path(__file__).parent / "typst" / "manual.typ"


def data_of(manual: Manual) -> dict[str, Any]:
    """What manual.typ reads, in the language of the manual."""
    with translation.override(manual.prose.locale):
        return _Printed(manual).data()


class _Printed:
    def __init__(self, manual: Manual) -> None:
        self.manual = manual
        self.rtl = translation.get_language_bidi()
        self.line = partial(printing.plain, rtl=self.rtl)
        self.worried = settings.BASE_URL + reverse("home:worried")
        slug = manual.shelved.course_slug
        self.contents = reverse("manuals:contents", args=[slug])
        self.parts = {reverse("manuals:part", args=[slug, it.slug]): it.slug for it in manual.parts}

    def data(self) -> dict[str, Any]:
        manual = self.manual
        version = _("Version %(version)s") % {"version": manual.version}
        return {
            **_language(manual.prose),
            "document_title": printable(f"{manual.title} · {manual.shelved.course_title}"),
            "issuer": printable(settings.WAGTAIL_SITE_NAME),
            "course": self.line(manual.shelved.course_title),
            "course_lang": _lang(manual.shelved.course_locale),
            "title": self.line(manual.title),
            "version": self.line(" · ".join(filter(None, (version, manual.status)))),
            "audience": self.line(manual.audience),
            "intro": {**_language(manual.prose), "blocks": self._blocks(manual.prose, "intro")},
            "parts": [self._part(part) for part in manual.parts],
            "words": self._words(),
        }

    def _words(self) -> dict[str, str]:
        return {
            "contents": printable(_("In this manual")),
            "about": printable(_("About this manual")),
            "who": printable(_("Who may use it")),
            "no_reports": printable(
                _("This platform is for learning. Nobody reads it for reports of concern.")
            ),
            "worried": printable(_("Worried about someone?")),
            "worried_url": self.worried,
        }

    def _part(self, part: Part) -> dict[str, Any]:
        minutes = render_to_string("components/minutes.html", {"minutes": part.minutes})
        return {
            "name": part.slug,
            "label": printable(part.label),
            "title": self.line(part.title),
            "minutes": printable(minutes) if part.minutes else "",
            **_language(part.prose),
            "blocks": self._blocks(part.prose, part.slug),
        }

    def _blocks(self, prose: Prose, name: str) -> list[Block]:
        """In the language of its text, which is the source's where there is no translation."""
        with translation.override(prose.locale):
            soup = arranged(prose.html, Checks())
            _take_repeated_captions_out(soup)
            return printing.blocks(soup, self._sheet(name, rtl=prose.direction == "rtl"))

    def _sheet(self, name: str, *, rtl: bool) -> Sheet:
        return Sheet(
            address=settings.BASE_URL + self.contents,
            name=name,
            rtl=rtl,
            to_step=lambda number: _("step %(number)s") % {"number": number},
            content=picture,
            known=frozenset([self.worried]),
            parts=self.parts,
            page=printable(_("page")),
        )


def _language(prose: Prose) -> dict[str, Any]:
    return {"lang": _lang(prose.locale), "rtl": prose.direction == "rtl"}


def _lang(locale: str) -> str:
    return locale.split("-")[0]


def _take_repeated_captions_out(soup: Tag) -> None:
    """A heading right above a table says the same; see also css/manual.css."""
    above = ":is(h2, .rich-text:has(> h3:last-child))"
    for caption in soup.select(f"{above} + .block-table caption"):
        caption.decompose()
