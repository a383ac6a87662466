"""Questions that put things together: matching lines with answers, sorting cards into groups.

``pairs``: [{"id", "text", "answer", "feedback"}, ...] and ``extras``: [{"id", "text"}, ...], wrong
answers that belong to no line. ``groups``: [{"id", "text", "cards": [{"id", "text", "feedback"},
...]}, ...]. The layout is {"parts": [ids], "options": [ids]}, the response {part: option}. On the
page an option is its number in the layout: its id would tell which line it comes from.
"""

import random
from collections.abc import Iterable
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

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

MIN_PARTS = 2


class Part(NamedTuple):
    id: str
    text: str
    right: str  # the id of its option
    feedback: str


class Pairing(Plain):
    """The score is the share of the parts that stand with their option."""

    name: str
    control: str
    shuffles_options: bool

    def parts(self, body: Body) -> list[Part]:
        raise NotImplementedError

    def options(self, body: Body) -> dict[str, str]:
        raise NotImplementedError

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        """The author's own order would tell the answers, so something is shuffled always."""
        parts, options = [part.id for part in self.parts(body)], list(self.options(body))
        if shuffle or not self.shuffles_options:
            rng.shuffle(parts)
        if self.shuffles_options:
            rng.shuffle(options)
        return {"parts": parts, "options": options}

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, layout["parts"])
        options = {str(number): key for number, key in enumerate(layout["options"], start=1)}
        given = {part: only(values) for part, values in raw.items()}
        if not {number for number in given.values() if number} <= options.keys():
            raise InvalidResponse("Choose among the answers shown.")
        return {part: options[number] for part, number in given.items() if number} or None

    def score(self, body: Body, response: Response) -> Fraction:
        parts, given = self.parts(body), response or {}
        return Fraction(sum(given.get(part.id) == part.right for part in parts), len(parts))

    def remark(self, body: Body, response: Response) -> str:
        if response and len(response) < len(self.parts(body)):
            return gettext_noop("Some parts have no answer yet.")
        return ""

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        by_id, texts = {part.id: part for part in self.parts(body)}, self.options(body)
        given = response or {}

        def options_of(part: str) -> Iterable[Option]:
            numbered = enumerate(layout["options"], start=1)
            return (Option(str(n), texts[key], given.get(part) == key) for n, key in numbered)

        return [
            Field(part, self.control, by_id[part].text, tuple(options_of(part)))
            for part in layout["parts"]
        ]

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        by_id, texts = {part.id: part for part in self.parts(body)}, self.options(body)
        given = response or {}
        return [
            Row(
                label=part.text,
                given=texts.get(given.get(part.id, ""), ""),
                right=texts[part.right],
                is_right=given.get(part.id) == part.right,
                feedback=part.feedback,
            )
            for part in (by_id[key] for key in layout["parts"])
        ]


class Matching(Pairing):
    """Each line with its answer; one answer may belong to several lines."""

    name = "matching"
    control = "select"
    shuffles_options = True

    def parts(self, body: Body) -> list[Part]:
        first: dict[str, str] = {}
        for pair in sorted(body["pairs"], key=itemgetter("id")):
            first.setdefault(pair["answer"], pair["id"])
        return [
            Part(pair["id"], pair["text"], first[pair["answer"]], pair["feedback"])
            for pair in body["pairs"]
        ]

    def options(self, body: Body) -> dict[str, str]:
        own = {part.right for part in self.parts(body)}
        found = {pair["id"]: pair["answer"] for pair in body["pairs"] if pair["id"] in own}
        return found | {extra["id"]: extra["text"] for extra in body["extras"]}

    def problems(self, body: Body) -> list[str]:
        found = prompt_problems(body)
        if len(body["pairs"]) < MIN_PARTS:
            found.append(gettext_noop("Give at least two lines to match."))
        if not all(pair["text"].strip() and pair["answer"].strip() for pair in body["pairs"]):
            found.append(gettext_noop("A line or its answer has no text."))
        texts = list(self.options(body).values())
        if len(texts) < MIN_PARTS:
            found.append(gettext_noop("Give at least two different answers."))
        if len(set(texts)) < len(texts):
            found.append(gettext_noop("A wrong answer is the right one of a line."))
        return found


class Categorise(Pairing):
    """Cards to sort into groups."""

    name = "categorise"
    control = "radio"
    shuffles_options = False

    def parts(self, body: Body) -> list[Part]:
        return [
            Part(card["id"], card["text"], group["id"], card["feedback"])
            for group in body["groups"]
            for card in group["cards"]
        ]

    def options(self, body: Body) -> dict[str, str]:
        return {group["id"]: group["text"] for group in body["groups"]}

    def problems(self, body: Body) -> list[str]:
        found = prompt_problems(body)
        if len(body["groups"]) < MIN_PARTS:
            found.append(gettext_noop("Give at least two groups."))
        if len(self.parts(body)) < MIN_PARTS:
            found.append(gettext_noop("Give at least two cards."))
        if not all(text.strip() for text in self.options(body).values()):
            found.append(gettext_noop("A group has no name."))
        if not all(part.text.strip() for part in self.parts(body)):
            found.append(gettext_noop("A card has no text."))
        return found
