"""What every question type can do: plain Python on plain data.

A *body* is the frozen content of a question: ``{"type", "prompt", "feedback", "choices": [{"id",
"text", "correct", "feedback"}, ...]}``; other types bring other keys of their own. A *response* is
what a learner gave, as plain JSON. An *order* is the layout drawn for one attempt (choice ids).
"""

import random
from fractions import Fraction
from typing import Any, Protocol

Body = dict[str, Any]
Response = Any


def gettext_noop(message: str) -> str:
    """Marks a string for translation by whoever shows it; the rules know no Django."""
    return message


class InvalidResponse(ValueError):
    """The response could not have come from this question as it was shown."""


class QuestionType(Protocol):
    name: str

    def problems(self, body: Body) -> list[str]:
        """What an author must mend before the question can be released, as sentences."""
        ...

    def order(self, body: Body, *, shuffle: bool, rng: random.Random) -> list[str]:
        """The layout of one attempt, reproducible from the generator's seed."""
        ...

    def clean(self, raw: list[str], order: list[str]) -> Response:
        """What was submitted as a response in canonical form; None for no answer.

        Raises InvalidResponse for anything that was not on offer.
        """
        ...

    def score(self, body: Body, response: Response) -> Fraction:
        """From 0 (wrong or no answer) to 1 (fully right)."""
        ...

    def chosen(self, response: Response) -> list[str]:
        """The ids of the parts that the response picks, for the page that shows it again."""
        ...
