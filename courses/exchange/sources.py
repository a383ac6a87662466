"""The texts of the source as wagtail-localize keeps them, written in a few queries.

The same rows as its own ``TranslationSource.update_or_create_from_instance`` makes, which asks a
dozen times for each text: half a minute for a long course.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import (
    BaseValue,
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)


def texts_of(instance: Any) -> TranslationSource:
    """What there is to translate of a page or row as it is now."""
    if isinstance(instance, ClusterableModel) and not _has_source(instance):
        return _new(instance)
    return TranslationSource.update_or_create_from_instance(instance)[0]


def _has_source(instance: Any) -> bool:
    return TranslationSource.objects.filter(
        object=instance.translation_key, locale=instance.locale_id
    ).exists()


def _new(instance: Any) -> TranslationSource:
    source = TranslationSource.objects.create(
        object=TranslatableObject.objects.get_or_create_from_instance(instance)[0],
        locale=instance.locale,
        specific_content_type=ContentType.objects.get_for_model(type(instance)),
        object_repr=str(instance)[:200],
        content_json=instance.to_json(),
        schema_version=get_schema_version(instance._meta.app_label),
        last_updated_at=timezone.now(),
    )
    values = extract_segments(instance)
    contexts = _contexts(source, instance, values)
    rows: dict[type[Model], list[Model]] = {}
    strings = _strings(source, values)
    for value in values:
        place = {"source": source, "context_id": contexts[value.path], "order": value.order}
        row = _segment(value, place, strings)
        rows.setdefault(type(row), []).append(row)
    for model, made in rows.items():
        model._default_manager.bulk_create(made)
    return source


def _contexts(source: TranslationSource, instance: Any, values: list[BaseValue]) -> dict[str, int]:
    """The id of each place that has texts, by its path."""
    new = []
    for path in dict.fromkeys(value.path for value in values):
        place = TranslationContext(
            object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
        )
        place.save = lambda **_kwargs: None
        place.get_field_path(instance)  # would save it, which is done below
        new.append(place)
    TranslationContext.objects.bulk_create(new, ignore_conflicts=True)
    there = TranslationContext.objects.filter(object=source.object_id)
    return dict(there.values_list("path", "pk"))


def _strings(source: TranslationSource, values: Iterable[BaseValue]) -> dict[Any, int]:
    """The id of each text, by its hash."""
    texts = {value.string.data for value in values if isinstance(value, StringSegmentValue)}
    hashes = {String._get_data_hash(text): text for text in texts}
    String.objects.bulk_create(
        [String(locale=source.locale, data=text, data_hash=h) for h, text in hashes.items()],
        ignore_conflicts=True,
    )
    there = String.objects.filter(locale=source.locale, data_hash__in=hashes)
    return dict(there.values_list("data_hash", "pk"))


def _segment(value: BaseValue, place: dict[str, Any], strings: dict[Any, int]) -> Model:
    match value:
        case StringSegmentValue():
            return StringSegment(
                **place,
                string_id=strings[String._get_data_hash(value.string.data)],
                attrs=_json(value.attrs),
            )
        case TemplateSegmentValue():
            return TemplateSegment(**place, template=Template.from_value(value))
        case RelatedObjectSegmentValue():
            return RelatedObjectSegment(
                **place,
                object=TranslatableObject.objects.get_or_create(
                    content_type=value.content_type, translation_key=value.translation_key
                )[0],
            )
        case OverridableSegmentValue():
            return OverridableSegment(**place, data_json=_json(value.data))
    raise TypeError(f"No place for {type(value).__name__}")


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder)
