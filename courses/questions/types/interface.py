"""What every question type can do: plain Python on plain data.

A *body* is the frozen content of a question: ``{"type", "prompt", "feedback", ...}`` and what its
type brings, each part with an ``id`` that stays (see the module of the type). What an author left
empty and may leave empty is not in the body. *Points* of a part are per cent of the question.

*Raw* is what was submitted: the values of each part, by its id; a question answered by choosing
has one part, called "". A *response* is the same in canonical form, as plain JSON. A *layout* is
what was drawn for one attempt, as plain JSON: which parts, and in which order.
"""

import random
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

Body = dict[str, Any]
Layout = Any
Raw = Mapping[str, list[str]]
Response = Any

FULL = 100  # per cent
UNWRITABLE = re.compile("[\\x00\\ud800-\\udfff]")  # what no database or page can hold


def gettext_noop(message: str) -> str:
    """Marks a string for translation by whoever shows it; the rules know no Django."""
    return message


class InvalidResponse(ValueError):
    """The response could not have come from this question as it was shown."""


class Option(NamedTuple):
    """Something to choose. ``image`` and ``audio`` are the names of uploads, "" for none."""

    id: str
    text: str
    chosen: bool = False
    correct: bool = False
    feedback: str = ""
    image: str = ""
    image_alt: str = ""
    audio: str = ""


class Field(NamedTuple):
    """A form control. ``kind``: radio, checkbox, select, place, text, number or long_text.

    ``place`` is a select of the places 1 to n, whose options have no text but their number.
    """

    part: str
    kind: str
    label: str = ""
    options: tuple[Option, ...] = ()
    value: str = ""
    unit: str = ""


class Row(NamedTuple):
    """A line of a review: what was given and what is right; ``is_right`` None without a key."""

    label: str
    given: str
    right: str
    is_right: bool | None
    feedback: str = ""


class QuestionType(Protocol):
    name: str
    by_hand: bool  # a person marks it; score() then says nothing

    def problems(self, body: Body) -> list[str]:
        """What an author must mend before the question can be released, as sentences."""
        ...

    def advice(self, body: Body) -> list[str]:
        """What would make the question better."""
        ...

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        """The layout of one attempt, reproducible from the generator's seed."""
        ...

    def clean(self, raw: Raw, layout: Layout) -> Response:
        """What was submitted as a response in canonical form; None for no answer.

        Raises InvalidResponse for anything that was not on offer.
        """
        ...

    def score(self, body: Body, response: Response) -> Fraction:
        """From 0 (wrong or no answer) to 1 (fully right)."""
        ...

    def remark(self, body: Body, response: Response) -> str:
        """What the learner may have overlooked in an answer, as a sentence; tells nothing right."""
        ...

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        """The controls as they stand on the page, with the answer in them."""
        ...

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        """Part by part what was answered and what is right; empty where the options say it."""
        ...


class Plain:
    """What most types have in common."""

    by_hand = False

    def advice(self, body: Body) -> list[str]:
        return []

    def remark(self, body: Body, response: Response) -> str:
        return ""

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        return []


def only(values: list[str]) -> str:
    """The one value of a part; "" for none. Raises InvalidResponse for several."""
    given = [value for value in values if value]
    if len(given) > 1:
        raise InvalidResponse("One answer is enough here.")
    if any(UNWRITABLE.search(value) for value in given):
        raise InvalidResponse("There is a character that nobody can read.")
    return given[0] if given else ""


def check_parts(raw: Raw, known: list[str]) -> None:
    if raw.keys() - set(known):
        raise InvalidResponse("There is no such part in this question.")


def prompt_problems(body: Body) -> list[str]:
    return [] if body["prompt"].strip() else [gettext_noop("Write the question.")]
