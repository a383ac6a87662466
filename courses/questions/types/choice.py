"""Questions answered by choosing: one of several, all that apply, true or false.

``choices``: [{"id", "text", "correct", "feedback"}, ...], where a choice that is not the best may
earn a part of the ``points``, and may have ``image`` with ``image_alt``, and ``audio``. The layout
is the list of their ids.
"""

import random
from fractions import Fraction

from .interface import (
    FULL,
    Body,
    Field,
    InvalidResponse,
    Layout,
    Option,
    Plain,
    Raw,
    Response,
    check_parts,
    gettext_noop,
    prompt_problems,
)

MIN_CHOICES = 2


def _right(body: Body) -> set[str]:
    return {choice["id"] for choice in body["choices"] if choice["correct"]}


class SingleChoice(Plain):
    """One best answer; 1 for it, what its author gave for another, else 0."""

    name = "single_choice"
    control = "radio"

    def problems(self, body: Body) -> list[str]:
        return prompt_problems(body) + self.key_problems(body)

    def key_problems(self, body: Body) -> list[str]:
        found = _common_problems(body)
        if len(_right(body)) != 1:
            found.append(gettext_noop("Mark exactly one choice as right."))
        return found

    def advice(self, body: Body) -> list[str]:
        if all(choice["feedback"].strip() for choice in body["choices"]):
            return []
        return [gettext_noop("A choice has no feedback.")]

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        ids = [choice["id"] for choice in body["choices"]]
        if shuffle:
            rng.shuffle(ids)
        return ids

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, [""])
        picked = [value for value in raw.get("", []) if value]
        if not picked:
            return None
        if len(picked) > 1 or picked[0] not in layout:
            raise InvalidResponse("Choose one of the answers shown.")
        return picked[0]

    def score(self, body: Body, response: Response) -> Fraction:
        points = {c["id"]: FULL if c["correct"] else c.get("points", 0) for c in body["choices"]}
        return Fraction(points.get(response, 0), FULL)

    def chosen(self, response: Response) -> list[str]:
        return [] if response is None else [response]

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        by_id = {choice["id"]: choice for choice in body["choices"]}
        chosen = self.chosen(response)
        options = (_option(by_id[key], chosen=key in chosen) for key in layout)
        return [Field("", self.control, options=tuple(options))]


class TrueFalse(SingleChoice):
    """A statement to judge: two choices in a fixed order."""

    name = "true_false"

    def key_problems(self, body: Body) -> list[str]:
        found = super().key_problems(body)
        if len(body["choices"]) != MIN_CHOICES:
            found.append(gettext_noop("A true/false question has exactly two choices."))
        return found

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        return super().layout(body, shuffle=False, rng=rng)


class MultipleChoice(SingleChoice):
    """All that apply; (right picks - wrong picks) / right choices, never below 0.

    A *lenient* one takes a point away only for each pick beyond the number of right ones, so that
    picking everything earns nothing (the rule of Moodle's OU multiple response).
    """

    name = "multiple_choice"
    control = "checkbox"

    def key_problems(self, body: Body) -> list[str]:
        found = _common_problems(body)
        if not _right(body):
            found.append(gettext_noop("Mark at least one choice as right."))
        elif len(_right(body)) == len(body["choices"]):
            found.append(gettext_noop("Leave at least one choice that is not right."))
        return found

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, [""])
        picked = {value for value in raw.get("", []) if value}
        if picked - set(layout):
            raise InvalidResponse("Choose among the answers shown.")
        return sorted(picked) or None

    def score(self, body: Body, response: Response) -> Fraction:
        right = _right(body)
        picked = set(response or ())
        lost = max(len(picked) - len(right), 0) if body.get("lenient") else len(picked - right)
        return Fraction(max(len(picked & right) - lost, 0), len(right))

    def chosen(self, response: Response) -> list[str]:
        return list(response or ())


def _option(choice: Body, *, chosen: bool) -> Option:
    return Option(
        id=choice["id"],
        text=choice["text"],
        chosen=chosen,
        correct=choice["correct"],
        feedback=choice["feedback"],
        image=choice.get("image", ""),
        image_alt=choice.get("image_alt", ""),
        audio=choice.get("audio", ""),
    )


def _common_problems(body: Body) -> list[str]:
    found = []
    if len(body["choices"]) < MIN_CHOICES:
        found.append(gettext_noop("Give at least two choices."))
    if not all(choice["text"].strip() for choice in body["choices"]):
        found.append(gettext_noop("A choice has no text."))
    return found
