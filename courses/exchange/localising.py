"""Hand a translation to wagtail-localize, so that authors go on with it in Wagtail.

It keeps the texts of the source (TranslationSource), who is translating it (Translation) and each
translated text (StringTranslation), and makes the page or row in the other language from them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max, Model
from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import StringSegmentValue

from courses.catalogue.models import Topic

from . import shape
from .report import Place
from .sources import texts_of

TOOL = "load_course"  # what wagtail-localize says of where a text came from


@dataclass(frozen=True)
class Said:
    """A page or row of the source, not saved, whose ``fields`` are in another language."""

    row: Any
    fields: frozenset[str]


def last_typed(locale: Locale, keys: Collection[UUID]) -> dict[UUID, datetime]:
    """When a translator last typed a text of each of these; in Wagtail that alone is no draft."""
    rows = StringTranslation.objects.filter(locale=locale, context__object__in=keys)
    typed = rows.exclude(tool_name=TOOL).values("context__object")
    return dict(typed.annotate(last=Max("updated_at")).values_list("context__object", "last"))


def localise(
    source: Model, said: Said, locale: Locale, by, place: Place, topics: list[Topic] | None = None
) -> Any:
    """The page or row in another language, published; None, with refusals, where it is not valid.

    ``topics`` are those of a course page, which wagtail-localize does not look after.
    """
    texts = texts_of(source)
    Translation.objects.update_or_create(
        source=texts, target_locale=locale, defaults={"enabled": True}
    )
    _keep_texts(texts, said, locale, by)
    # A draft, which is published here: by itself it would be published after the commit.
    has_drafts = isinstance(source, DraftStateMixin)
    try:
        row, _made = texts.create_or_update_translation(
            locale, user=by, publish=not has_drafts, copy_parent_pages=True, fallback=True
        )
        if topics is not None:
            row.topics = topics
            row.save_revision(user=by)
        if has_drafts:
            row.get_latest_revision().publish(user=by)
    except ValidationError as error:
        shape.refuse_errors(error, place)
        return None
    return row


def _keep_texts(texts: TranslationSource, said: Said, locale: Locale, by) -> None:
    """One row for each text of the source, in a few queries."""
    wanted = _wanted(texts, said)
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=texts.object_id)
    there = {(row.context_id, row.translation_of_id): row for row in rows}
    new, changed = [], []
    for key, data in wanted.items():
        row = there.get(key)
        if row is None:
            row = StringTranslation(context_id=key[0], translation_of_id=key[1], locale=locale)
            new.append(row)
        elif row.data != data or row.has_error:
            changed.append(row)
        row.data, row.has_error, row.field_error = data, False, ""
        row.translation_type, row.tool_name = StringTranslation.TRANSLATION_TYPE_MANUAL, TOOL
        row.last_translated_by = by
    StringTranslation.objects.bulk_create(new)
    fields = ("data", "has_error", "field_error", "translation_type", "tool_name")
    StringTranslation.objects.bulk_update(changed, (*fields, "last_translated_by"))


def _wanted(texts: TranslationSource, said: Said) -> dict[tuple[int, int], str]:
    """What is said in each place and for each text: their keys and the translation."""
    segments = StringSegment.objects.filter(source=texts).select_related("context")
    places = [(s.context.path, s.context_id, s.string_id) for s in segments.order_by("order")]
    translated = [s for s in extract_segments(said.row) if isinstance(s, StringSegmentValue)]
    wanted = {}
    for (path, context, string), segment in zip(places, translated, strict=True):
        if segment.path != path:
            raise ValueError(f"{path} is not {segment.path}")
        if path.split(".")[0] in said.fields:
            wanted[context, string] = segment.string.data
    return wanted
