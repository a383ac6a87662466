"""What other systems have no place for travels as tags, of 50 characters at most (as Moodle's)."""

import re
from collections.abc import Iterator
from typing import Any

from .grades import listed, points, points_of
from .interface import MEDIUM, Body, Entry

LONGEST = 50
OBJECTIVE = re.compile(r"objective:([A-Z]?[0-9]+(?:\.[0-9]+)?)")
DIFFICULTIES = {"difficulty:easy": 1, "difficulty:medium": 2, "difficulty:hard": 3}
FLAGS = {"critical": "critical", "practice-only": "practice_only"}
OF_BODY = {"match-case": "match_case", "match-accents": "match_accents"}
TYPE = "lms-type:"
POINTS = re.compile(r"points:([0-9]+)=([0-9]{1,3})")
GAP = re.compile(r"gap:([0-9]+):(match-accents|unit:(.+)=([^=]+))")


def written(entry: Entry, *, as_type: str = "") -> list[str]:
    """The tags of an entry, its own first; ``as_type`` says that it stands as another type."""
    marks = [*entry.tags, f"objective:{entry.objective}"] if entry.objective else [*entry.tags]
    if entry.difficulty != MEDIUM:
        marks += [mark for mark, value in DIFFICULTIES.items() if value == entry.difficulty]
    marks += [mark for mark, name in FLAGS.items() if getattr(entry, name)]
    marks += [f"{TYPE}{entry.body['type']}"] if as_type else []
    marks += [mark for mark, name in OF_BODY.items() if entry.body.get(name)]
    marks += [*_points(entry.body), *of_gaps(entry.body)]
    return [mark for mark in marks if len(mark) <= LONGEST]


def _parts(body: Body) -> list[Body]:
    return body.get("choices") or body.get("answers") or []


def _points(body: Body) -> Iterator[str]:
    """Where the fraction that Moodle knows is not the one we have."""
    if body["type"] not in {"single_choice", "short_text", "number"}:
        return
    for number, part in enumerate(_parts(body), start=1):
        if points(listed(points_of(part))) != points_of(part):
            yield f"points:{number}={points_of(part)}"


def of_gaps(body: Body) -> Iterator[str]:
    for number, gap in enumerate(body.get("gaps", []), start=1):
        if gap.get("match_accents"):
            yield f"gap:{number}:match-accents"
        for unit in gap.get("units", []):
            yield f"gap:{number}:unit:{unit['name']}={unit['factor']}"


def read(entry: Entry, tags: list[str]) -> None:
    """Put each tag where it belongs; ``about`` keeps those that say something of the body."""
    for tag in (tag.strip() for tag in tags):
        if match := OBJECTIVE.fullmatch(tag):
            entry.objective = match[1]
        elif tag in DIFFICULTIES:
            entry.difficulty = DIFFICULTIES[tag]
        elif tag in FLAGS:
            setattr(entry, FLAGS[tag], True)
        elif tag in OF_BODY or tag.startswith(TYPE) or POINTS.fullmatch(tag) or GAP.fullmatch(tag):
            entry.about.add(tag)
        elif tag and tag not in entry.tags:
            entry.tags.append(tag)


def apply(body: Body, about_body: set[str]) -> None:
    """Give a body back what its tags say of it, as far as it has such parts."""
    for mark, name in OF_BODY.items():
        if mark in about_body and body["type"] == "short_text":
            body[name] = True
    parts = _parts(body)
    for tag in sorted(about_body):
        if match := POINTS.fullmatch(tag):
            _set_points(parts, int(match[1]), min(int(match[2]), 100))
        elif match := GAP.fullmatch(tag):
            _set_gap(body.get("gaps", []), match)


def _set_points(parts: list[dict[str, Any]], number: int, value: int) -> None:
    if 0 < number <= len(parts) and not parts[number - 1].get("correct"):
        parts[number - 1]["points"] = value


def _set_gap(gaps: list[dict[str, Any]], match: re.Match) -> None:
    gap = gaps[int(match[1]) - 1] if 0 < int(match[1]) <= len(gaps) else {}
    if match[3] is None and gap.get("type") == "short_text":
        gap["match_accents"] = True
    elif match[3] is not None and gap.get("type") == "number":
        gap["units"].append({"name": match[3], "factor": match[4]})


def type_in(about_body: set[str]) -> str:
    return next((tag.removeprefix(TYPE) for tag in about_body if tag.startswith(TYPE)), "")


def matched(rows: list[dict[str, str]], about_body: set[str]) -> Body:
    """Lines with their answers as cards in groups, where a tag says so."""
    if type_in(about_body) == "categorise":
        return {"type": "categorise", "groups": _groups(rows)}
    pairs = [row for row in rows if row["text"]]
    extras = [{"text": row["answer"]} for row in rows if not row["text"] and row["answer"]]
    return {"type": "matching", "pairs": pairs, "extras": extras}


def _groups(rows: list[dict[str, str]]) -> list[Body]:
    """A row is a card with its group; one without a card is an empty group."""
    groups: dict[str, list[Body]] = {}
    for row in rows:
        cards = groups.setdefault(row["answer"], [])
        if row["text"]:
            cards.append({"text": row["text"], "feedback": row["feedback"]})
    return [{"text": name, "cards": cards} for name, cards in groups.items()]
