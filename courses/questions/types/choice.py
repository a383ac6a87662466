"""Questions answered by choosing: one of several, all that apply, true or false."""

import random
from fractions import Fraction

from .interface import Body, InvalidResponse, Response, gettext_noop

MIN_CHOICES = 2


def _right(body: Body) -> set[str]:
    return {choice["id"] for choice in body["choices"] if choice["correct"]}


class SingleChoice:
    """One best answer; 1 for it, else 0."""

    name = "single_choice"

    def problems(self, body: Body) -> list[str]:
        found = _common_problems(body)
        if len(_right(body)) != 1:
            found.append(gettext_noop("Mark exactly one choice as right."))
        return found

    def order(self, body: Body, *, shuffle: bool, rng: random.Random) -> list[str]:
        ids = [choice["id"] for choice in body["choices"]]
        if shuffle:
            rng.shuffle(ids)
        return ids

    def clean(self, raw: list[str], order: list[str]) -> Response:
        picked = [value for value in raw if value]
        if not picked:
            return None
        if len(picked) > 1 or picked[0] not in order:
            raise InvalidResponse("Choose one of the answers shown.")
        return picked[0]

    def score(self, body: Body, response: Response) -> Fraction:
        return Fraction(int(response is not None and response in _right(body)))

    def chosen(self, response: Response) -> list[str]:
        return [] if response is None else [response]


class TrueFalse(SingleChoice):
    """A statement to judge: two choices in a fixed order."""

    name = "true_false"

    def problems(self, body: Body) -> list[str]:
        found = super().problems(body)
        if len(body["choices"]) != MIN_CHOICES:
            found.append(gettext_noop("A true/false question has exactly two choices."))
        return found

    def order(self, body: Body, *, shuffle: bool, rng: random.Random) -> list[str]:
        return super().order(body, shuffle=False, rng=rng)


class MultipleChoice(SingleChoice):
    """All that apply; (right picks - wrong picks) / right choices, never below 0."""

    name = "multiple_choice"

    def problems(self, body: Body) -> list[str]:
        found = _common_problems(body)
        if not _right(body):
            found.append(gettext_noop("Mark at least one choice as right."))
        elif len(_right(body)) == len(body["choices"]):
            found.append(gettext_noop("Leave at least one choice that is not right."))
        return found

    def clean(self, raw: list[str], order: list[str]) -> Response:
        picked = {value for value in raw if value}
        if picked - set(order):
            raise InvalidResponse("Choose among the answers shown.")
        return sorted(picked) or None

    def score(self, body: Body, response: Response) -> Fraction:
        right = _right(body)
        picked = set(response or ())
        points = len(picked & right) - len(picked - right)
        return Fraction(max(points, 0), len(right))

    def chosen(self, response: Response) -> list[str]:
        return list(response or ())


def _common_problems(body: Body) -> list[str]:
    found = []
    if not body["prompt"].strip():
        found.append(gettext_noop("Write the question."))
    if len(body["choices"]) < MIN_CHOICES:
        found.append(gettext_noop("Give at least two choices."))
    if not all(choice["text"].strip() for choice in body["choices"]):
        found.append(gettext_noop("A choice has no text."))
    if not all(choice["feedback"].strip() for choice in body["choices"]):
        found.append(gettext_noop("A choice has no feedback."))
    return found
