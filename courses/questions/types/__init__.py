"""The question types, one module each, behind one interface (see interface.py)."""

from .choice import MultipleChoice, SingleChoice, TrueFalse
from .interface import Body, InvalidResponse, QuestionType, Response

TYPES: dict[str, QuestionType] = {
    kind.name: kind for kind in (SingleChoice(), MultipleChoice(), TrueFalse())
}

__all__ = ["TYPES", "Body", "InvalidResponse", "QuestionType", "Response", "type_of"]


def type_of(body: Body) -> QuestionType:
    """The type that grades and lays out a question's body; KeyError for a type nobody knows."""
    return TYPES[body["type"]]
