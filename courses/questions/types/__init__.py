"""The question types, one interface (see interface.py), plain Python."""

from .choice import MultipleChoice, SingleChoice, TrueFalse
from .cloze import Cloze
from .free_text import FreeText
from .interface import Body, Field, InvalidResponse, Option, QuestionType, Raw, Response, Row
from .number import Number
from .ordering import Ordering
from .pairing import Categorise, Matching
from .short_text import ShortText

TYPES: dict[str, QuestionType] = {
    kind.name: kind
    for kind in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        Matching(),
        Ordering(),
        Categorise(),
        ShortText(),
        Number(),
        Cloze(),
        FreeText(),
    )
}

__all__ = [
    "TYPES",
    "Body",
    "Field",
    "InvalidResponse",
    "Option",
    "QuestionType",
    "Raw",
    "Response",
    "Row",
    "type_of",
]


def type_of(body: Body) -> QuestionType:
    """The type that grades and lays out a question's body; KeyError for a type nobody knows."""
    return TYPES[body["type"]]
