"""What the templates of questions cannot say themselves."""

import random
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.rich_text import expand_db_html

from courses.editions import media
from courses.questions.types import TYPES, Body, Field
from courses.questions.types.cloze import GAP

register = template.Library()


@register.inclusion_tag("components/question_media.html")
def question_media(part: Any, locale: str = "") -> dict[str, Any]:
    """The picture and the recording of a question or a choice; nothing where it has none."""
    image, audio = _of(part, "image"), _of(part, "audio")
    return {
        "picture": media.picture(image) if image else None,
        "alt": _of(part, "image_alt") if image else "",
        "recording": media.recording(audio) if audio else None,
        "locale": locale,
    }


def _of(part: Any, name: str) -> str:
    found = part.get(name) if isinstance(part, dict) else getattr(part, name, "")
    return found or ""


@register.simple_tag
def gaps_to_fill(prompt: str, fields: list[Field], slot: int, locale: str) -> SafeString:
    """A text whose gaps are form controls."""
    controls = [
        render_to_string(
            "components/questions/gap.html",
            {"field": field, "number": number, "slot": slot, "locale": locale},
        ).strip()
        for number, field in enumerate(fields, start=1)
    ]
    return _filled(prompt, controls)


@register.filter
def numbered_gaps(prompt: str) -> SafeString:
    """A text whose gaps show their number, as the rows below it do; any other text as it is."""
    numbers = [format_html("<b>({}) …</b>", number) for number in range(1, 1000)]
    return _filled(prompt, numbers) if GAP.search(prompt) else mark_safe(expand_db_html(prompt))  # noqa: S308


def _filled(prompt: str, parts: list[Any]) -> SafeString:
    html = GAP.sub(
        lambda gap: str(parts[int(gap[1]) - 1]) if 0 < int(gap[1]) <= len(parts) else "",
        expand_db_html(prompt),
    )
    return mark_safe(html)  # noqa: S308 (an author's rich text, as the richtext filter shows it)


@register.simple_tag
def key_rows(body: Body) -> list[Any]:
    """The right answers of a question part by part, for its author or a practice question."""
    kind = TYPES.get(body["type"])
    if kind is None:
        return []
    layout = kind.layout(body, shuffle=False, rng=random.Random(0))  # noqa: S311 (any order will do)
    return kind.review(body, layout, None)


@register.filter
def sentence(message: str) -> str:
    """What the plain rules of a question say, in the reader's language."""
    return gettext(message) if message else ""
