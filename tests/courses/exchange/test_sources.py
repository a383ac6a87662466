"""What translators get is the same, whoever wrote it down."""

import json
from typing import Any

import pytest
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from courses.exchange.load import load
from courses.exchange.sources import texts_of
from courses.models import CoursePage, LessonPage, Question, QuizPage
from tests.courses.exchange import folder

pytestmark = pytest.mark.django_db


def parsed(text: str) -> Any:
    """Also the lists that stand in it as text: a database may keep their keys in another order."""
    found = json.loads(text)
    lists = {name: json.loads(text) for name, text in found.items() if is_list(text)}
    return found | lists


def is_list(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("[")


def written(source: TranslationSource) -> list:
    own = {"source": source}
    return [
        (parsed(source.content_json), source.object_repr, source.schema_version),
        *StringSegment.objects.filter(**own)
        .order_by("order")
        .values_list("order", "attrs", "context__path", "context__field_path", "string__data"),
        *TemplateSegment.objects.filter(**own)
        .order_by("order")
        .values_list("order", "context__path", "template__template", "template__string_count"),
        *RelatedObjectSegment.objects.filter(**own)
        .order_by("order")
        .values_list("order", "context__path", "object"),
        *OverridableSegment.objects.filter(**own)
        .order_by("order")
        .values_list("order", "context__path", "data_json"),
    ]


@pytest.mark.parametrize("model", [CoursePage, LessonPage, QuizPage, Question])
def test_ours_is_what_wagtail_localize_writes(tmp_path, model):
    load(folder.write(tmp_path))
    for row in model.objects.all():
        ours = written(texts_of(row))
        forget_all()
        theirs = written(TranslationSource.update_or_create_from_instance(row)[0])
        assert ours == theirs
        assert len(ours) > 4
        forget_all()


def forget_all() -> None:
    for model in (TranslationSource, TranslationContext, TranslatableObject, String):
        model.objects.all().delete()


def test_the_same_row_has_its_texts_once(tmp_path):
    load(folder.write(tmp_path))
    lesson = LessonPage.objects.get(slug="first-words")
    first = texts_of(lesson)
    assert texts_of(lesson) == first
    assert TranslationSource.objects.count() == 1
