"""Things to put in order.

``items``: [{"id", "text"}, ...] in the right order. The layout is the list of their ids as shown,
the response {id: place from 1}; two on one place, or none, is an answer that is not finished.
"""

import random
from fractions import Fraction

from .interface import (
    Body,
    Field,
    InvalidResponse,
    Layout,
    Option,
    Plain,
    Raw,
    Response,
    Row,
    check_parts,
    gettext_noop,
    only,
    prompt_problems,
)

MIN_ITEMS = 3


class Ordering(Plain):
    """Full points less one step for each item that would have to move; 0 in reverse.

    With k the most items that stand in the right order among themselves, (k - 1) / (n - 1).
    """

    name = "ordering"

    def problems(self, body: Body) -> list[str]:
        found = prompt_problems(body)
        texts = [item["text"].strip() for item in body["items"]]
        if len(texts) < MIN_ITEMS:
            found.append(gettext_noop("Give at least three things to put in order."))
        if not all(texts):
            found.append(gettext_noop("One of the things has no text."))
        if len(set(texts)) < len(texts):
            found.append(gettext_noop("Two of the things have the same text."))
        return found

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        """Always shuffled, and never by chance in the right order."""
        right = [item["id"] for item in body["items"]]
        shown = list(right)
        while shown == right and len(right) > 1:
            rng.shuffle(shown)
        return shown

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, layout)
        places = {str(place): place for place in range(1, len(layout) + 1)}
        given = {part: only(values) for part, values in raw.items()}
        if not {place for place in given.values() if place} <= places.keys():
            raise InvalidResponse("Choose one of the places shown.")
        return {part: places[place] for part, place in given.items() if place} or None

    def score(self, body: Body, response: Response) -> Fraction:
        given = response or {}
        places = [given[item["id"]] for item in body["items"] if item["id"] in given]
        steps = max(_longest_rise(places) - 1, 0)
        return Fraction(steps, max(len(body["items"]) - 1, 1))

    def remark(self, body: Body, response: Response) -> str:
        if not response:
            return ""
        if len(set(response.values())) < len(response):
            return gettext_noop("Two things have the same place.")
        if len(response) < len(body["items"]):
            return gettext_noop("Not everything has a place yet.")
        return ""

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        """As shown, or in the order of the answer where it is finished."""
        texts = {item["id"]: item["text"] for item in body["items"]}
        given = response or {}
        is_whole = sorted(given.values()) == list(range(1, len(layout) + 1))
        order = sorted(layout, key=lambda part: given[part]) if is_whole else layout
        places = [str(place) for place in range(1, len(layout) + 1)]
        return [
            Field(
                part,
                "place",
                texts[part],
                tuple(Option(p, p, chosen=str(given.get(part, "")) == p) for p in places),
            )
            for part in order
        ]

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        """In the order of the answer: that of the key would tell it where it is not shown."""
        given = response or {}
        places = {item["id"]: place for place, item in enumerate(body["items"], start=1)}
        return [
            Row(
                label=field.label,
                given=str(given.get(field.part, "")),
                right=str(places[field.part]),
                is_right=given.get(field.part) == places[field.part],
            )
            for field in self.fields(body, layout, response)
        ]


def _longest_rise(places: list[int]) -> int:
    """How many of them, at most, rise from left to right when the others are left out."""
    best: list[int] = []
    for index, place in enumerate(places):
        before = [best[other] for other in range(index) if places[other] < place]
        best.append(1 + max(before, default=0))
    return max(best, default=0)
