"""What was picked in an answer, as keys that can be counted: plain Python.

Only what was on offer is counted, never what somebody wrote: that could tell who wrote it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from courses.questions.types import TYPES, Body, Response
from courses.questions.types.choice import SingleChoice
from courses.questions.types.cloze import Cloze
from courses.questions.types.pairing import Pairing


class Offer(NamedTuple):
    """Something that could be picked; ``part`` is the line or gap it was picked for."""

    key: str
    part: str
    text: str
    is_right: bool


def picks(kind: str, layout: Any, response: Response) -> list[str]:
    """The keys of what an answer picked; none where nothing was on offer."""
    if response is None:
        return []
    asked: object = TYPES.get(kind)
    match asked:
        case SingleChoice() as choosing:
            return choosing.chosen(response)
        case Pairing():
            return [f"{part}={option}" for part, option in response.items()]
        case Cloze():
            return [f"{gap}={given}" for gap, given in response.items() if layout.get(gap)]
    return []


def offers(body: Body) -> list[Offer]:
    """All that could be picked in a question, in the order of its author."""
    asked: object = TYPES.get(body["type"])
    match asked:
        case SingleChoice():
            return [Offer(c["id"], "", c["text"], c["correct"]) for c in body["choices"]]
        case Pairing() as pairing:
            return [
                Offer(f"{part.id}={key}", part.text, text, key == part.right)
                for part in pairing.parts(body)
                for key, text in pairing.options(body).items()
            ]
        case Cloze():
            return list(_gaps(body))
    return []


def _gaps(body: Body) -> Iterator[Offer]:
    for number, gap in enumerate(body["gaps"], start=1):
        for choice in gap.get("choices", []):
            key = f"{gap['id']}={choice['id']}"
            yield Offer(key, str(number), choice["text"], choice["correct"])
