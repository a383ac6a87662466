"""From the files of question banks and dated figures to plain data."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.catalogue.models import Figure
from courses.catalogue.plain import QUESTION_FIELDS
from courses.questions.bodies import KINDS
from courses.questions.models import Question, QuestionBank

from . import bodies, identity, values
from .content import BankEntry, FigureEntry, QuestionEntry
from .files import File
from .report import Place

BANK_FIELDS = ("name", "slug")
FIGURE_FIELDS = ("key", "text", "source")


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
    data = values.read(dict, data, place)
    required, optional = values.fields(Question, QUESTION_FIELDS)
    kind = data.get("type")
    if isinstance(kind, str) and kind in KINDS:
        optional |= dict.fromkeys(KINDS[kind].child_blocks)
    else:
        (place / "type").refuse(_("Write one of %(names)s.") % {"names": ", ".join(KINDS)})
        optional |= dict.fromkeys(data)
    said = values.mapping(
        data, place, required=(*required, "type"), optional={**optional, "uuid": None}
    )
    plain = values.read_fields(Question, QUESTION_FIELDS, said, place)
    if plain.get("key"):
        place = place / plain["key"]
    uuid = identity.own_uuid(said, place) or identity.question_uuid(bank_uuid, plain.get("key", ""))
    if isinstance(kind, str) and kind in KINDS:
        plain |= bodies.read(data, uuid, place)
    return QuestionEntry(place, uuid, plain)


def figures(file: File) -> list[FigureEntry]:
    found = []
    for number, entry in enumerate(values.read(list, file.data, file.place), start=1):
        place = file.place / number
        data = values.mapping(entry, place, required=(*FIGURE_FIELDS, "as_of"), optional={})
        plain = values.read_fields(Figure, FIGURE_FIELDS, data, place)
        plain["as_of"] = values.read(date, data.get("as_of"), place / "as_of").isoformat()
        found.append(FigureEntry(place / plain.get("key", ""), plain))
    return found
