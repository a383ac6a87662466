"""From the files of question banks and dated figures to plain data."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.catalogue.models import Figure
from courses.questions.blocks import QuestionBodyBlock
from courses.questions.models import Question, QuestionBank
from courses.questions.types import TYPES

from . import identity, markup, shape, values
from .content import BankEntry, FigureEntry, QuestionEntry
from .files import File
from .report import Place

BANK_FIELDS = ("name", "slug")
QUESTION_FIELDS = ("key", "objective", "difficulty", "critical", "practice_only")
FIGURE_FIELDS = ("key", "text", "source")
BLOCKS = QuestionBodyBlock().child_blocks


def bank(file: File) -> BankEntry:
    data = values.mapping(
        file.data, file.place, required=(*BANK_FIELDS, "questions"), optional={"uuid": None}
    )
    plain = values.read_fields(QuestionBank, BANK_FIELDS, data, file.place)
    uuid = identity.own_uuid(data, file.place) or identity.bank_uuid(plain.get("slug", ""))
    entries = values.read(list, data.get("questions", []), file.place / "questions")
    questions = [
        _question(entry, uuid, file.place / (_("question %(number)d") % {"number": number}))
        for number, entry in enumerate(entries, start=1)
    ]
    return BankEntry(file.place, uuid, plain, questions)


def _question(data: Any, bank_uuid: UUID, place: Place) -> QuestionEntry:
    required, optional = values.fields(Question, QUESTION_FIELDS)
    required = (*required, "type", "prompt", "choices")
    data = values.mapping(
        data, place, required=required, optional={**optional, "feedback": "", "uuid": None}
    )
    plain = values.read_fields(Question, QUESTION_FIELDS, data, place)
    if plain.get("key"):
        place = place / plain["key"]
    uuid = identity.own_uuid(data, place) or identity.question_uuid(bank_uuid, plain.get("key", ""))
    if not isinstance(data.get("type"), str) or data["type"] not in TYPES:
        (place / "type").refuse(_("Write one of %(names)s.") % {"names": ", ".join(TYPES)})
    else:
        plain |= _body(data, uuid, place)
    return QuestionEntry(place, uuid, plain)


def _body(data: dict[str, Any], uuid: UUID, place: Place) -> dict[str, Any]:
    """The part of a question that questions.types understands."""
    choices = values.read(list, data.get("choices", []), place / "choices")
    ids = [_choice_id(c, uuid, place / "choices" / n) for n, c in enumerate(choices, start=1)]
    if len(set(ids)) < len(ids):
        (place / "choices").refuse(_("Two choices have the same id."))
    block = BLOCKS[data["type"]]
    content: dict[str, Any] = {name: data[name] for name in ("prompt", "feedback") if name in data}
    content["choices"] = [_without_id(choice) for choice in choices]
    before = len(place.report.refused)
    body = shape.read(block, content, place)
    if len(place.report.refused) > before:
        return {}
    if any(map(markup.linked_pages, shape.rich_texts(block, body))):
        place.refuse(_("A question cannot link to a page."))
    for choice, choice_id in zip(body["choices"], ids, strict=True):
        choice["id"] = choice_id
    body["type"] = data["type"]
    for problem in TYPES[data["type"]].problems(body):
        place.refuse(problem)
    return body


def _choice_id(choice: Any, question: UUID, place: Place) -> str:
    if not isinstance(choice, dict):
        return str(place)  # refused as a choice later
    written = values.read(str, choice.get("id"), place / "id")
    found = identity.choice_id(question, written)
    if found is None:
        (place / "id").refuse(_("Write a letter from a to h."))
    return found or str(place)


def _without_id(choice: Any) -> Any:
    if not isinstance(choice, dict):
        return choice
    return {name: value for name, value in choice.items() if name != "id"}


def figures(file: File) -> list[FigureEntry]:
    found = []
    for number, entry in enumerate(values.read(list, file.data, file.place), start=1):
        place = file.place / number
        data = values.mapping(entry, place, required=(*FIGURE_FIELDS, "as_of"), optional={})
        plain = values.read_fields(Figure, FIGURE_FIELDS, data, place)
        plain["as_of"] = values.read(date, data.get("as_of"), place / "as_of").isoformat()
        found.append(FigureEntry(place / plain.get("key", ""), plain))
    return found
