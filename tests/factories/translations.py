"""A small course in French, made by hand: every text begins with “fr”."""

from typing import Any

from wagtail.models import Locale, Page

from courses.models import Question
from tests.factories.courses import SmallCourse, publish


def language(code: str = "fr") -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def translate_page(page: Page, code: str = "fr", **fields: Any) -> Page:
    """Published; the pages above it come with it."""
    row = type(page).objects.get(pk=page.pk)
    row = row.get_translation_or_none(language(code)) or row.copy_for_translation(
        language(code), copy_parents=True
    )
    row.alias_of = None
    for name, value in {"title": f"{code} {page.title}", **fields}.items():
        setattr(row, name, value)
    return publish(row)


def translate_question(question: Question, code: str = "fr", *, live: bool = True) -> Question:
    source = Question.objects.get(pk=question.pk)
    row = source.get_translation_or_none(language(code)) or source.copy_for_translation(
        language(code)
    )
    row.live = False
    value = row.body[0].value
    value["prompt"] = type(value["prompt"])(f"<p>{code} {question.key}?</p>")
    for choice in value["choices"]:
        choice["text"] = f"{code} {choice['text']}"
    row.save()
    if live:
        row.save_revision().publish()
    return Question.objects.get(pk=row.pk)


def translate_course(course: SmallCourse, code: str = "fr") -> None:
    texts = ("certificate_title", "certificate_note", "summary", "audience")
    translate_page(course.page, code, **{n: f"{code} {getattr(course.page, n)}" for n in texts})
    for page in (course.module, course.quiz):
        if page:
            translate_page(page, code)
    for lesson in course.lessons:
        text = [{"type": "rich_text", "value": f"<p>{code} Listen.</p>"}]
        translate_page(lesson, code, body=text)
    for question in course.questions:
        translate_question(question, code)
