"""From an entry to the cells of its row (see tables.py)."""

from collections.abc import Iterable
from typing import Any

from . import cloze_text, grades, marks, markup
from .interface import Entry
from .tables import DIFFICULTIES, FEWEST_CHOICES, FIELDS, OPTIONS

type Part = dict[str, Any]
PAIRED = {"matching", "categorise", "free_text"}


def table(entries: Iterable[Entry]) -> list[list[str]]:
    """The header, and a row each; as many choices as the longest question needs."""
    rows = [_row(entry) for entry in entries if entry.body]
    most = max((len(_parts(entry_row)) for entry_row in rows), default=0)
    numbers = range(1, max(most, FEWEST_CHOICES) + 1)
    header = [*FIELDS, *(f"{name} {n}" for n in numbers for name in ("choice", "feedback"))]
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def _parts(row: dict[str, str]) -> list[str]:
    return [name for name in row if name.startswith("choice ")]


def _row(entry: Entry) -> dict[str, str]:
    body = entry.body
    cells = [_cell(body["type"], *part) for part in _lines(body)]
    row = {
        "key": entry.key,
        "category": " / ".join(entry.path),
        "type": body["type"],
        "objective": entry.objective,
        "difficulty": next(n for n, value in DIFFICULTIES.items() if value == entry.difficulty),
        "critical": "yes" if entry.critical else "",
        "practice": "yes" if entry.practice_only else "",
        "tags": "; ".join([*entry.tags, *marks.of_gaps(body)]),
        "prompt": _simple(body["prompt"]),
        "right": _right(body),
        "feedback": _simple(body["feedback"]),
        "options": "; ".join(word for word, name in OPTIONS.items() if body.get(name)),
        "units": "; ".join(f"{unit['name']}={unit['factor']}" for unit in body.get("units", [])),
        "guide": body.get("guide", ""),
        "image": body.get("image", ""),
        "image text": body.get("image_alt", ""),
    }
    for number, (text, feedback) in enumerate(cells, start=1):
        row |= {f"choice {number}": text, f"feedback {number}": feedback}
    return row


def _simple(html: str) -> str:
    """Plain text where that says the same."""
    text = markup.of(html, "html").text if html else ""
    return text if "<" not in text and markup.plain_to_rich(text) == html else html


def _lines(body: Part) -> list[tuple[str, str, str]]:
    """Text, what it goes with, and feedback of each part."""
    match body["type"]:
        case "matching":
            pairs = [(pair["text"], pair["answer"], pair["feedback"]) for pair in body["pairs"]]
            return pairs + [("", extra["text"], "") for extra in body["extras"]]
        case "categorise":
            none = [{"text": "", "feedback": ""}]
            return [
                (card["text"], group["text"], card["feedback"])
                for group in body["groups"]
                for card in group["cards"] or none
            ]
        case "free_text":
            return [(c["text"], str(c["points"]), "") for c in body["criteria"]]
        case "cloze":
            return [(cloze_text.written(gap), "", "") for gap in body["gaps"]]
        case "ordering":
            return [(item["text"], "", "") for item in body["items"]]
        case "number":
            return [(_number(answer), "", answer["feedback"]) for answer in body["answers"]]
        case _:
            parts = body.get("choices") or body.get("answers") or []
            return [(part["text"], "", part["feedback"]) for part in parts]


def _number(answer: Part) -> str:
    return answer["value"] + (f" ± {answer['tolerance']}" if answer["tolerance"] != "0" else "")


def _cell(kind: str, text: str, other: str, feedback: str) -> tuple[str, str]:
    if kind not in PAIRED:
        return text, feedback
    left, right = (part.replace("=>", "\\=>") for part in (text, other))
    return f"{left} => {right}".strip(), feedback


def _right(body: Part) -> str:
    """Empty for types that have no choices or accepted answers."""
    points = [grades.points_of(part) for part in body.get("choices") or body.get("answers") or []]
    given = [(n, p) for n, p in enumerate(points, start=1) if p]
    return "; ".join(str(n) if p == grades.FULL else f"{n}={p}" for n, p in given)
