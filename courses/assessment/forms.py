"""Reading answers from a request, checked against the paper; nothing else gets in."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from courses.questions.types import TYPES, InvalidResponse, Raw

MAX_SEQUENCE = 2**62
FIELD = re.compile(r"answer-([0-9]{1,4})(?:-(.+))?", re.ASCII)


def _clean(paper: Mapping[str, Any], slot: int, raw: Raw) -> Any:
    place = next((place for place in paper["slots"] if place["slot"] == slot), None)
    if place is None:
        raise InvalidResponse("There is no such question in this attempt.")
    return TYPES[place["type"]].clean(raw, place["order"])


def one_answer(paper: Mapping[str, Any], data: Any) -> dict[str, Any]:
    """{"slot", "answer": [[part, value], ...], "client", "sequence"} for save_response.

    Raises ValueError (InvalidResponse is one) for anything else.
    """
    if not isinstance(data, dict) or not isinstance(data.get("answer"), list):
        raise InvalidResponse("An answer is a list.")
    sequence = data.get("sequence")
    if not isinstance(sequence, int) or not 0 < sequence < MAX_SEQUENCE:
        raise InvalidResponse("A sequence is a positive number.")
    slot = data.get("slot")
    if not isinstance(slot, int):
        raise InvalidResponse("A slot is a number.")
    return {
        "slot": slot,
        "body": _clean(paper, slot, _raw(data["answer"])),
        "client_uuid": uuid.UUID(str(data.get("client"))),
        "sequence": sequence,
    }


def _raw(pairs: list[Any]) -> Raw:
    raw: dict[str, list[str]] = {}
    for pair in pairs:
        match pair:
            case [str(part), str(value)]:
                raw.setdefault(part, []).append(value)
            case _:
                raise InvalidResponse("An answer is pairs of a part and a value.")
    return raw


def answers_from_form(
    paper: Mapping[str, Any], post: QueryDict
) -> tuple[dict[int, Any], dict[int, int]]:
    """The answers of the slots on the page, and the sequence each was shown with.

    A question is on the page where the form has a field of it. Raises InvalidResponse.
    """
    answers: dict[int, Any] = {}
    shown: dict[int, int] = {}
    given = _by_slot(post)
    for place in paper["slots"]:
        slot = place["slot"]
        if slot not in given and f"sequence-{slot}" not in post:
            continue
        answers[slot] = _clean(paper, slot, given.get(slot, {}))
        raw = post.get(f"sequence-{slot}", "0")
        digits = raw.isascii() and raw.isdigit() and len(raw) < len(str(MAX_SEQUENCE))
        if not digits:
            raise InvalidResponse("A sequence is a positive number.")
        shown[slot] = int(raw)
    return answers, shown


def _by_slot(post: QueryDict) -> dict[int, dict[str, list[str]]]:
    """The fields answer-3 and answer-3-part, by slot and part."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in post:
        if field := FIELD.fullmatch(name):
            found.setdefault(int(field[1]), {})[field[2] or ""] = post.getlist(name)
    return found
