"""What the questions answered by writing have in common: one field, and a limit to its length."""

import random
from fractions import Fraction

from .interface import FULL, Body, InvalidResponse, Layout, Plain, Raw, Response, check_parts, only


class Written(Plain):
    """One field, without parts and without a layout."""

    longest: int  # characters

    def layout(self, body: Body, *, shuffle: bool, rng: random.Random) -> Layout:
        return []

    def clean(self, raw: Raw, layout: Layout) -> Response:
        check_parts(raw, [""])
        text = self.tidied(only(raw.get("", [])))
        if len(text) > self.longest:
            raise InvalidResponse("Write a shorter answer.")
        return text or None

    def tidied(self, text: str) -> str:
        """Without spaces at the ends and double ones."""
        return " ".join(text.split())


class Accepted(Written):
    """The points of the first accepted answer that fits, else 0."""

    def fitting(self, body: Body, response: Response) -> Body | None:
        raise NotImplementedError

    def score(self, body: Body, response: Response) -> Fraction:
        answer = self.fitting(body, response)
        return Fraction(answer["points"], FULL) if answer else Fraction(0)
