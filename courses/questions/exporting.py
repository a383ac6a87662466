"""Export the published questions of a bank to a file."""

from collections.abc import Iterator
from typing import Any

from wagtail.images import get_image_model

from .formats import FORMATS, Entry, Written
from .formats.cloze_text import in_order
from .import_places import path_below
from .import_plan import without_ids
from .importing import all_banks_below
from .models import Question, QuestionBank
from .plain import upload_name


def export_questions(*, bank: QuestionBank, format: str) -> Written:  # noqa: A002
    """With the banks below it, as categories; in the source language."""
    return FORMATS[format].write(_entries(bank, with_pictures=format == "moodlexml"))


def _entries(bank: QuestionBank, *, with_pictures: bool) -> Iterator[Entry]:
    for each in all_banks_below(bank):
        path = path_below(each.name, bank.name)
        if each == bank:
            yield Entry(path=path)  # so that the categories of the others have a root
        rows = Question.objects.in_source_locale().approved().filter(bank=each).order_by("key")
        for question in rows.prefetch_related("tagged_items__tag"):
            yield _entry(question, path, with_pictures=with_pictures)


def _entry(question: Question, path: tuple[str, ...], *, with_pictures: bool) -> Entry:
    return Entry(
        body=in_order(without_ids(question.to_body())),
        name=question.key,
        key=question.key,
        path=path,
        objective=question.objective,
        difficulty=question.difficulty,
        critical=question.critical,
        practice_only=question.practice_only,
        tags=sorted(item.tag.name for item in question.tagged_items.all()),
        pictures=dict(_pictures(question.body)) if with_pictures else {},
    )


def _pictures(body: Any) -> Iterator[tuple[str, bytes]]:
    """The files of a question, by the names that its body has for them."""
    images = (
        pk
        for model, pk, *_rest in body.stream_block.extract_references(body)
        if model is get_image_model()
    )
    for image in get_image_model().objects.filter(pk__in=set(images)):
        with image.file.open("rb") as file:
            yield upload_name(image), file.read()
