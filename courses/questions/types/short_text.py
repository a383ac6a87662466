"""A few words, compared with what the author accepts.

``answers``: [{"id", "text", "points", "feedback"}, ...], the first that fits decides; ``*`` in a
text stands for any characters, ``\\*`` for a star. Capitals and accents make no difference unless
the body says ``match_case`` or ``match_accents``.
"""

import re
import unicodedata

from .interface import FULL, Body, Field, Layout, Response, Row, gettext_noop, prompt_problems
from .written import Accepted

MAX_LENGTH = 500
STAR = re.compile(r"(?<!\\)\*")


class ShortText(Accepted):
    """The points of the first accepted answer that fits, else 0."""

    name = "short_text"
    longest = MAX_LENGTH

    def problems(self, body: Body) -> list[str]:
        return prompt_problems(body) + self.key_problems(body)

    def key_problems(self, body: Body) -> list[str]:
        found = []
        if not all(answer["text"].strip() for answer in body["answers"]):
            found.append(gettext_noop("An accepted answer has no text."))
        if not any(answer["points"] == FULL for answer in body["answers"]):
            found.append(gettext_noop("Give an accepted answer with 100 points."))
        return found

    def fitting(self, body: Body, response: Response) -> Body | None:
        if response is None:
            return None
        given = _fold(response, body)
        return next((a for a in body["answers"] if _fits(_fold(a["text"], body), given)), None)

    def fields(self, body: Body, layout: Layout, response: Response) -> list[Field]:
        return [Field("", "text", value=response or "")]

    def review(self, body: Body, layout: Layout, response: Response) -> list[Row]:
        answer = self.fitting(body, response)
        return [
            Row(
                label="",
                given=response or "",
                right=next((_shown(a["text"]) for a in body["answers"] if a["points"] == FULL), ""),
                is_right=bool(answer and answer["points"] == FULL),
                feedback=answer["feedback"] if answer else "",
            )
        ]


def _shown(pattern: str) -> str:
    """As a learner reads it: an ellipsis for what may be anything."""
    return STAR.sub("…", pattern).replace("\\*", "*")


def _fold(text: str, body: Body) -> str:
    text = unicodedata.normalize("NFKC", " ".join(text.split()))
    if not body.get("match_accents"):
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return text if body.get("match_case") else text.casefold()


def _fits(pattern: str, given: str) -> bool:
    """Whether the text has the pieces between the stars, in their order, without going back."""
    first, *rest = (piece.replace("\\*", "*") for piece in STAR.split(pattern))
    if not rest:
        return given == first
    last = rest.pop()
    place = len(first)
    end = len(given) - len(last)
    if not given.startswith(first) or not given.endswith(last) or end < place:
        return False
    for piece in rest:
        found = given.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
