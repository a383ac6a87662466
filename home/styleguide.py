"""What /styleguide/ shows: tokens and components, read from the style sheets themselves."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courses.catalogue.items import LessonPage
from courses.catalogue.models import CoursePage

CSS = settings.BASE_DIR / "static" / "css"
TOKEN = re.compile(r"^\s*--(?P<name>[\w-]+):\s*(?P<value>[^;]+);", re.MULTILINE)
USED = re.compile(r"var\(--(?P<name>[\w-]+)")
COLOUR = re.compile(r"^(?:light-dark\(|#)")


@dataclass(frozen=True)
class Component:
    """``name`` is that of its style sheet and of its template with every state."""

    name: str
    title: Any

    @property
    def template(self) -> str:
        return f"home/styleguide/{self.name}.html"

    @property
    def variables(self) -> list[str]:
        css = (CSS / "components" / f"{self.name}.css").read_text()
        return sorted({match["name"] for match in USED.finditer(css)})


COMPONENTS = [
    Component("button", _("Buttons and icons")),
    Component("card", _("Cards, facts, contacts and empty states")),
    Component("form", _("Forms")),
    Component("notice", _("Notices")),
    Component("progress", _("Progress")),
    Component("outline", _("Outline of a course")),
    Component("quiz", _("Questions and results")),
    Component("table", _("Tables")),
    Component("verify", _("Answers of the verify page")),
]


def tokens() -> list[dict[str, Any]]:
    """Name and value of each custom property, in the order of tokens.css."""
    found = TOKEN.finditer((CSS / "tokens.css").read_text())
    return [{**it.groupdict(), "is_colour": bool(COLOUR.match(it["value"]))} for it in found]


def lesson_blocks() -> list[dict[str, Any]]:
    """Every block of a lesson with its preview value, as its author sees it."""
    blocks = LessonPage._meta.get_field("body").stream_block.child_blocks.values()
    return [
        {"label": block.label, "about": block.meta.description, "html": _preview(block)}
        for block in blocks
    ]


def _preview(block) -> str:
    return block.render(block.normalize(block.get_preview_value()), {"styleguide": True})


def components() -> dict[str, Any]:
    return {
        "tokens": tokens(),
        "components": COMPONENTS,
        "directions": ["ltr", "rtl"],
        "blocks": lesson_blocks(),
        "course": CoursePage.objects.live().first(),
    }
