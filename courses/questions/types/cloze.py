"""A text with gaps to fill: by choosing, with words, with numbers.

The prompt has [[1]], [[2]] ... where the gaps are. ``gaps``: [{"id", "type", "weight", ...}, ...],
each with the key of its type (single_choice, short_text or number). The layout and the response map
the id of a gap to those of its type.
"""

import random
import re
from fractions import Fraction
from typing import Any

from .choice import SingleChoice
from .interface import (
    Body,
    Field,
    Layout,
    Plain,
    Raw,
    Response,
    Row,
    check_parts,
    gettext_noop,
    prompt_problems,
)
from .number import Number
from .short_text import ShortText

GAP = re.compile(r"\[\[(\d{1,3})\]\]")
GAPS = {kind.name: kind for kind in (SingleChoice(), ShortText(), Number())}


class Cloze(Plain):
    """The mean of the gaps, each counted as often as its weight says."""

    name = "cloze"

    def problems(self, body: Body) -> list[str]:
        found = prompt_problems(body)
        marked = sorted(int(number) for number in GAP.findall(body["prompt"]))
        if not body["gaps"]:
            found.append(gettext_noop("Give at least one gap."))
        if marked != list(range(1, len(body["gaps"]) + 1)):
            found.append(gettext_noop("The text needs each gap once: [[1]] for the first."))
        for gap in body["gaps"]:
            found += GAPS[gap["type"]].key_problems(gap)
        return list(dict.fromkeys(found))

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        return {
            gap["id"]: GAPS[gap["type"]].layout(gap, shuffle=shuffle, rng=rng)
            for gap in body["gaps"]
        }

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, list(layout))
        given = {gap: _clean(values, layout[gap]) for gap, values in raw.items()}
        return {gap: response for gap, response in given.items() if response is not None} or None

    def score(self, body: Body, response: Response) -> Fraction:
        points = sum(
            (
                gap["weight"] * GAPS[gap["type"]].score(gap, given)
                for gap, given in _each(body, response)
            ),
            Fraction(0),
        )
        return points / sum(gap["weight"] for gap in body["gaps"])

    def remark(self, body: Body, response: Response) -> str:
        if response is None:
            return ""
        if len(response) < len(body["gaps"]):
            return gettext_noop("Some gaps are still empty.")
        remarks = (GAPS[gap["type"]].remark(gap, given) for gap, given in _each(body, response))
        return next(filter(None, remarks), "")

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        """One for each gap, in the order of their numbers."""
        found = []
        for gap, given in _each(body, response):
            [field] = GAPS[gap["type"]].fields(gap, layout[gap["id"]], given)
            kind = "select" if field.kind == "radio" else field.kind
            found.append(field._replace(part=gap["id"], kind=kind))
        return found

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        return [
            _row(gap, given, layout)._replace(label=str(number))
            for number, (gap, given) in enumerate(_each(body, response), start=1)
        ]


def _clean(values: list[str], layout: Layout) -> Response:
    """A gap with options is one to choose from; words and numbers are read alike."""
    kind = GAPS["single_choice"] if layout else GAPS["short_text"]
    return kind.clean({"": values}, layout)


def _each(body: Body, response: Response) -> list[tuple[Body, Any]]:
    given = response or {}
    return [(gap, given.get(gap["id"])) for gap in body["gaps"]]


def _row(gap: Body, given: Response, layout: Layout) -> Row:
    if gap["type"] != SingleChoice.name:
        [row] = GAPS[gap["type"]].review(gap, [], given)
        return row
    [field] = GAPS[gap["type"]].fields(gap, layout[gap["id"]], given)
    chosen = next((option for option in field.options if option.chosen), None)
    return Row(
        label="",
        given=chosen.text if chosen else "",
        right=next((option.text for option in field.options if option.correct), ""),
        is_right=bool(chosen and chosen.correct),
        feedback=chosen.feedback if chosen else "",
    )
