"""The rows of a course as they would be if they said everything in another language; not saved."""

import json
from typing import Any

from django.core.exceptions import ValidationError

from courses.catalogue.items import QuizPage
from courses.catalogue.models import CoursePage, Figure, Topic
from courses.questions.bodies import KINDS
from courses.questions.models import Question

from . import pagefiles, shape
from .banks import stored
from .content import FigureEntry, PageEntry, QuestionEntry, RowIds
from .filling import Filler, simple_fields
from .localising import Said

FIGURE_TEXTS = ("text", "source")


def page(entry: PageEntry, pk: int, filler: Filler) -> Said:
    row = entry.model.objects.get(pk=pk)
    for name, value in simple_fields(entry).items():
        setattr(row, name, value)
    if isinstance(row, CoursePage):
        _course(row, entry)
    if isinstance(row, QuizPage):
        row.intro = filler.intro(entry)
    if stream := pagefiles.STREAMS.get(entry.model):
        _set_stream(row, stream, filler.stream(entry))
        _refuse_what_is_not_sound(pagefiles.stream_block(entry.model), row, stream, entry)
    return Said(row, frozenset(entry.plain))


def _course(row: CoursePage, entry: PageEntry) -> None:
    outcomes = [{"type": "outcome", "value": value} for value in entry.plain["outcomes"]]
    _set_stream(row, "outcomes", outcomes)
    texts = {wanted["code"]: wanted["text"] for wanted in entry.plain["objectives"]}
    objectives = list(row.objectives.all())
    for objective in objectives:
        objective.text = texts[objective.code]
    row.objectives = objectives


def _set_stream(row: Any, name: str, content: list) -> None:
    old = getattr(row, name)
    content = _with_ids_of(content, old.stream_block.get_prep_value(old))
    setattr(row, name, json.dumps(content))


def _with_ids_of(new: Any, old: Any) -> Any:
    """What Wagtail stores, each part with the id that it has in the source."""
    match new, old:
        case dict(), dict():
            ids = {"id": old["id"]} if "id" in old else {}
            return {name: _with_ids_of(value, old.get(name)) for name, value in new.items()} | ids
        case list(), list():
            return [_with_ids_of(one, other) for one, other in zip(new, old, strict=True)]
        case _:
            return new


def _refuse_what_is_not_sound(block, row: Any, name: str, entry: PageEntry) -> None:
    try:
        block.clean(getattr(row, name))
    except ValidationError as error:
        shape.refuse_errors(error, entry.place / name)


def question(entry: QuestionEntry, pk: int, files: RowIds) -> Said:
    row = Question.objects.get(pk=pk)
    _set_stream(row, "body", stored(entry, files))
    try:
        KINDS[row.kind].clean(row.body[0].value)
    except ValidationError as error:
        shape.refuse_errors(error, entry.place)
    return Said(row, frozenset({"body"}))


def figure(entry: FigureEntry, source: Figure) -> Said:
    texts = {name: entry.plain[name] for name in FIGURE_TEXTS}
    return Said(_copy(source, texts), frozenset(texts))


def topic(name: str, source: Topic) -> Said:
    return Said(_copy(source, {"name": name}), frozenset({"name"}))


def _copy(source: Any, changed: dict[str, str]) -> Any:
    row = type(source).objects.get(pk=source.pk)
    for name, value in changed.items():
        setattr(row, name, value)
    return row
