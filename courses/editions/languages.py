"""Released questions in other languages.

A version holds its question in the source language and in those whose translation was published.
A translation that is published later is added to the versions whose text it translates; nothing
that stands in a version changes.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale
from wagtail.signals import published
from wagtail_localize.models import StringSegment, TranslationSource

from courses.questions.bodies import body_of, skeleton
from courses.questions.models import Question
from courses.questions.plain import digest
from courses.questions.types import Body

from .models import QuestionVersion

# The body of a question in each language but its own.
type Translations = dict[str, Body]


class _Given(NamedTuple):
    """What wagtail-localize last gave to the translators of a question, and when."""

    body: Body
    at: datetime


def translations_of(sources: Iterable[Question]) -> dict[UUID, Translations]:
    """What is published in other languages of these questions and says what they say now."""
    bodies = {question.translation_key: question.to_body() for question in sources}
    approved = Question.objects.approved().filter(translation_key__in=bodies)
    rows = list(approved.exclude(locale=Locale.get_default()).select_related("locale"))
    given = _given(bodies) if rows else {}
    partly = {key for locale in {row.locale for row in rows} for key in _partly(bodies, locale)}
    found: dict[UUID, Translations] = {}
    for row in rows:
        key, body = row.translation_key, row.to_body()
        is_current = key not in given or (
            given[key].body == bodies[key]
            and row.last_published_at >= given[key].at
            and (key, row.locale_id) not in partly
        )
        if is_current and skeleton(body) == skeleton(bodies[key]):
            found.setdefault(key, {})[row.locale.language_code] = body
    return found


def _given(keys: Iterable[UUID]) -> dict[UUID, _Given]:
    field = Question._meta.get_field("body")
    rows = TranslationSource.objects.filter(object__in=keys, locale=Locale.get_default())
    return {
        key: _Given(body_of(field.to_python(json.loads(content)["body"])), at)
        for key, content, at in rows.values_list("object", "content_json", "last_updated_at")
    }


def _partly(keys: Iterable[UUID], locale: Locale) -> set[tuple[UUID, int]]:
    """What is being translated with wagtail-localize and lacks a text, so shows the source's."""
    texts = StringSegment.objects.filter(
        source__object__in=keys,
        source__locale=Locale.get_default(),
        source__translations__target_locale=locale,
        source__translations__enabled=True,
        context__path__startswith="body.",
    )
    lacking = texts.annotate_translation(locale).filter(translation__isnull=True)
    return {(key, locale.pk) for key in lacking.values_list("source__object", flat=True)}


@transaction.atomic
def add_language(*, question: Question) -> None:
    """Put a published translation into the versions that ask what it translates; once."""
    source = Question.objects.in_source_locale().filter(translation_key=question.translation_key)
    if question.locale_id == Locale.get_default().pk or not source:
        return
    code = question.locale.language_code
    versions = QuestionVersion.objects.select_for_update().filter(
        question_uuid=question.translation_key, body_hash=digest(source[0].to_body())
    )
    lacking = [version for version in versions if code not in version.bodies]
    if lacking and (body := translations_of(source).get(question.translation_key, {}).get(code)):
        for version in lacking:
            bodies = {**version.bodies, code: body}
            QuestionVersion.objects.filter(pk=version.pk).update(bodies=bodies)


def _on_published(instance: Question, **kwargs) -> None:
    add_language(question=instance)


def connect() -> None:
    """Called when the app is ready."""
    published.connect(_on_published, sender=Question, dispatch_uid="languages-of-versions")
