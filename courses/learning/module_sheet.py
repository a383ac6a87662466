"""A module on paper: all its lessons in one PDF, to read away from the screen or to hand out."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from courses.editions import content
from courses.editions.content import Outline, OutlineItem, Prose
from courses.editions.models import Edition, ItemKind
from lms.printing import prose as printing
from lms.printing.compiler import render
from lms.printing.prose import Block, Sheet
from lms.printing.text import printable

from .sheet_prose import Checks, arranged

TEMPLATE = Path(__file__).parent / "typst" / "module.typ"
DAY = 24 * 3600


def module_pdf(edition: Edition, outline: Outline, module: OutlineItem, locale: str) -> bytes:
    """Kept for a day by all that it shows: a publish elsewhere does not print it anew."""
    lessons = [item for item in module.children if item.kind == ItemKind.LESSON]
    texts = [content.prose(lesson, locale) for lesson in lessons]
    today = timezone.localdate()
    shown = [edition.pk, edition.checksum, outline.title, locale, today, asdict(module)]
    shown += [text.html for text in texts]
    digest = hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()
    pdf = cache.get(f"module-pdf-{digest}")
    if pdf is None:
        with translation.override(locale):
            data = _Printed(outline, module, locale, texts).data(edition, today)
        pdf = render(TEMPLATE, data, timestamp=datetime.combine(today, time.min, UTC))
        cache.set(f"module-pdf-{digest}", pdf, DAY)
    return pdf


class _Printed:
    """What module.typ reads, in the language of the enrolment."""

    def __init__(
        self, outline: Outline, module: OutlineItem, locale: str, texts: list[Prose]
    ) -> None:
        self.outline, self.module = outline, module
        self.lang = locale.split("-")[0]
        self.texts = iter(texts)
        self.total = len(texts)
        self.rtl = translation.get_language_bidi()
        self.line = partial(printing.plain, rtl=self.rtl)
        self.worried = settings.BASE_URL + reverse("home:worried")
        self.checks = Checks()
        self.lessons = 0

    def data(self, edition: Edition, today: date) -> dict[str, Any]:
        module, modules = self.module, self.outline.modules
        place = _("Part %(number)s of %(total)s") % {
            "number": modules.index(module) + 1,
            "total": len(modules),
        }
        items = [self._item(item) for item in module.children]
        return {
            "lang": self.lang,
            "rtl": self.rtl,
            "document_title": printable(f"{module.title} · {self.outline.title}"),
            "issuer": printable(settings.WAGTAIL_SITE_NAME),
            "course": self.line(self.outline.title),
            "module": self.line(module.title),
            "place": printable(place),
            "minutes": self._minutes(sum(item.minutes for item in module.children)),
            "summary": self._blocks(linebreaks(module.summary, autoescape=True)),
            "note": self._note(_("Content note"), module.content_note),
            "items": items,
            "answers": [block for answer in self.checks.answers for block in self._blocks(answer)],
            "words": self._words(edition, today),
        }

    def _words(self, edition: Edition, today: date) -> dict[str, str]:
        return {
            "contents": printable(_("In this module")),
            "answers": printable(_("Answers")),
            "edition": printable(_("Edition %(number)s") % {"number": edition.number}),
            "date": printable(date_format(today, "DATE_FORMAT")),
            "no_reports": printable(
                _("This platform is for learning. Nobody reads it for reports of concern.")
            ),
            "worried": printable(_("Worried about someone?")),
            "worried_url": self.worried,
        }

    def _item(self, item: OutlineItem) -> dict[str, Any]:
        shown = {
            "title": self.line(item.title),
            "minutes": self._minutes(item.minutes),
            "note": self._note(_("Before you go on"), item.content_note),
            "lang": self.lang,
            "rtl": self.rtl,
        }
        if item.kind == ItemKind.LESSON:
            return {**shown, **self._lesson(item, next(self.texts))}
        said = _("A quiz on the platform. It is not printed: sign in to take it.")
        return {**shown, "label": printable(_("Quiz")), "blocks": [self.line(said)]}

    def _lesson(self, item: OutlineItem, text: Prose) -> dict[str, Any]:
        """In the language of its text, which is the source's where there is no translation."""
        self.lessons += 1
        place = {"number": self.lessons, "total": self.total}
        label, rtl = _("Lesson %(number)s of %(total)s") % place, text.direction == "rtl"
        with translation.override(text.locale):
            found = printing.blocks(arranged(text.html, self.checks), self._sheet(item, rtl=rtl))
        return {
            "label": printable(label),
            "number": self.lessons,
            "lang": text.locale.split("-")[0],
            "rtl": rtl,
            "blocks": found,
        }

    def _note(self, label: str, note: str) -> list[Block]:
        frame = '<div data-print="box" data-tone="note"><p data-print="label">{}</p>{}</div>'
        lines = mark_safe(linebreaks(note, autoescape=True))  # noqa: S308 (it has escaped them)
        return self._blocks(format_html(frame, label, lines)) if note else []

    def _blocks(self, html: str) -> list[Block]:
        return printing.blocks(printing.parsed(html), self._sheet(self.module, rtl=self.rtl))

    def _sheet(self, item: OutlineItem, *, rtl: bool) -> Sheet:
        path = reverse("learning:course_home", args=[self.outline.course_slug])
        return Sheet(
            address=settings.BASE_URL + path,
            name=str(item.uuid),
            rtl=rtl,
            to_step=lambda number: _("step %(number)s") % {"number": number},
            content=picture,
            known=frozenset([self.worried]),
        )

    def _minutes(self, minutes: int) -> str:
        return printable(render_to_string("components/minutes.html", {"minutes": minutes}))


def picture(src: str) -> bytes | None:
    """The file behind the address of a picture, where it is one of ours."""
    if not src.startswith(settings.MEDIA_URL):
        return None
    name = unquote(urlsplit(src.removeprefix(settings.MEDIA_URL)).path)
    try:
        with default_storage.open(name) as file:
            return file.read()
    except (OSError, SuspiciousFileOperation):
        return None
