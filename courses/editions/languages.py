"""Released questions in other languages.

A version holds its question in the source language and in those whose translation was published.
A translation that is published later is added to the versions whose text it translates; nothing
that stands in a version changes.
"""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale
from wagtail.signals import published
from wagtail_localize.models import TranslationSource

from courses.questions.bodies import body_of, skeleton
from courses.questions.models import Question
from courses.questions.plain import digest
from courses.questions.types import Body

from .handed_out import HandedOut
from .models import QuestionVersion

# The body of a question in each language but its own.
type Translations = dict[str, Body]


def translations_of(sources: Iterable[Question]) -> dict[UUID, Translations]:
    """What is published in other languages of these questions and says what they say now."""
    questions = {question.translation_key: question for question in sources}
    bodies = {key: question.to_body() for key, question in questions.items()}
    approved = Question.objects.approved().filter(translation_key__in=bodies)
    rows = list(approved.exclude(locale=Locale.get_default()).select_related("locale"))
    if not rows:
        return {}
    handed_out = HandedOut(
        bodies, texts=r"^body\.", given_says=_body_given, says=lambda row: row.to_body()
    )
    found: dict[UUID, Translations] = {}
    for row in rows:
        key, body = row.translation_key, row.to_body()
        is_current = handed_out.is_current(row, questions[key])
        if is_current and skeleton(body) == skeleton(bodies[key]):
            found.setdefault(key, {})[row.locale.language_code] = body
    return found


def _body_given(source: TranslationSource) -> Body:
    field = Question._meta.get_field("body")
    return body_of(field.to_python(json.loads(source.content_json)["body"]))


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
