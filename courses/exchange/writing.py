"""How pages, questions and figures look in files."""

from datetime import date
from typing import Any
from uuid import UUID

from wagtail.models import Page

from courses.catalogue.items import QuizPage
from courses.catalogue.manual import ManualPage, ManualPartPage
from courses.catalogue.models import CoursePage
from courses.catalogue.plain import QUESTION_FIELDS
from courses.questions.models import Question, QuestionBank

from . import bodies, dialect, identity, pagefiles, shape
from .banks import plain_bank


def page(source: Page, plain: dict[str, Any]) -> dict[str, Any]:
    """What stands in the file of a page; ``plain`` is it, or its translation, as plain data."""
    data = dict(plain)
    if stream := pagefiles.STREAMS.get(type(source)):
        data[stream] = shape.to_file(pagefiles.stream_block(type(source)), plain[stream])
    if isinstance(source, QuizPage):
        data["intro"] = dialect.Html(plain["intro"])
    return with_uuid(data, source.translation_key, _usual_uuid(source))


def _usual_uuid(source: Page) -> UUID:
    if isinstance(source, CoursePage):
        return identity.course_uuid(source.slug)
    course = source.get_ancestors().type(CoursePage).get()
    if isinstance(source, ManualPage):
        return identity.manual_uuid(course.translation_key)
    if isinstance(source, ManualPartPage):
        return identity.page_uuid(source.get_parent().translation_key, source.slug)
    return identity.page_uuid(course.translation_key, source.slug)


def question(plain: dict[str, Any], uuid: UUID, bank: UUID) -> dict[str, Any]:
    """A question of a bank, or its translation, as plain data."""
    fields = {name: plain[name] for name in ("key", "type", *QUESTION_FIELDS[1:])}
    data = {**fields, **bodies.write(plain, uuid)}
    return with_uuid(data, uuid, identity.question_uuid(bank, plain["key"]))


def bank_file(bank: QuestionBank) -> str:
    return f"banks/{bank.slug}.yaml"


def bank(bank: QuestionBank, questions: list[tuple[dict[str, Any], Question]]) -> dict[str, Any]:
    """A bank with these questions: each as plain data, and the question of the source."""
    rows = [question(plain, row.translation_key, bank.uuid) for plain, row in questions]
    data = {**plain_bank(bank), "questions": rows}
    return with_uuid(data, bank.uuid, identity.bank_uuid(bank.slug))


def figure(plain: dict[str, Any]) -> dict[str, Any]:
    return {**plain, "as_of": date.fromisoformat(plain["as_of"])}


def with_uuid(plain: dict[str, Any], uuid: UUID, default: UUID) -> dict[str, Any]:
    return plain if uuid == default else {"uuid": str(uuid), **plain}
