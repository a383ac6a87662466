"""Reading answers from a request, checked against the paper; nothing else gets in."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from courses.questions.types import TYPES, InvalidResponse

MAX_SEQUENCE = 2**62


def _clean(paper: Mapping[str, Any], slot: int, raw: list[str]) -> Any:
    place = next((place for place in paper["slots"] if place["slot"] == slot), None)
    if place is None:
        raise InvalidResponse("There is no such question in this attempt.")
    return TYPES[place["type"]].clean(raw, place["order"])


def one_answer(paper: Mapping[str, Any], data: Any) -> dict[str, Any]:
    """{"slot", "answer": [...], "client", "sequence"} as the arguments of save_response.

    Raises ValueError (InvalidResponse is one) for anything else.
    """
    if not isinstance(data, dict) or not isinstance(data.get("answer"), list):
        raise InvalidResponse("An answer is a list.")
    sequence = data.get("sequence")
    if not isinstance(sequence, int) or not 0 < sequence < MAX_SEQUENCE:
        raise InvalidResponse("A sequence is a positive number.")
    slot = data.get("slot")
    if not isinstance(slot, int) or not all(isinstance(part, str) for part in data["answer"]):
        raise InvalidResponse("A slot is a number; answers are strings.")
    return {
        "slot": slot,
        "body": _clean(paper, slot, data["answer"]),
        "client_uuid": uuid.UUID(str(data.get("client"))),
        "sequence": sequence,
    }


def answers_from_form(
    paper: Mapping[str, Any], post: QueryDict
) -> tuple[dict[int, Any], dict[int, int]]:
    """Every slot's answer, and the sequence each was shown with. Raises InvalidResponse."""
    answers: dict[int, Any] = {}
    shown: dict[int, int] = {}
    for place in paper["slots"]:
        slot = place["slot"]
        answers[slot] = _clean(paper, slot, post.getlist(f"answer-{slot}"))
        raw = post.get(f"sequence-{slot}", "0")
        digits = raw.isascii() and raw.isdigit() and len(raw) < len(str(MAX_SEQUENCE))
        if not digits:
            raise InvalidResponse("A sequence is a positive number.")
        shown[slot] = int(raw)
    return answers, shown
