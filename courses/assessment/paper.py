"""Drawing a paper from a blueprint: plain Python, reproducible from its seed."""

import random
from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, Any]
Candidate = dict[str, Any]
Slot = dict[str, Any]
# The rows with the least choice go first, so that none takes what another cannot do without.
ROW_ORDER = {"critical": 1, "not_critical": 1, "any": 2}


class NotEnoughQuestions(ValueError):
    """The pool cannot fill a row; a release never lets this happen."""


def draw(
    blueprint: list[Row], pool: list[Candidate], *, seen: Iterable[str], rng: random.Random
) -> list[Candidate]:
    """One candidate per place of the blueprint, row by row, none twice.

    ``seen`` holds the questions of earlier attempts, once per attempt: those seen least often come
    first. A candidate is {"question", "version", "bank", "objective", "critical"}.
    """
    counts: dict[str, int] = {}
    for question in seen:
        counts[question] = counts.get(question, 0) + 1
    drawn: dict[int, list[Candidate]] = {}
    taken: set[str] = set()
    order = sorted(range(len(blueprint)), key=lambda place: _specificity(blueprint[place]))
    for place in order:
        row = blueprint[place]
        free = [c for c in pool if _fits(c, row) and c["question"] not in taken]
        rng.shuffle(free)
        free.sort(key=lambda candidate: counts.get(candidate["question"], 0))
        wanted = row.get("count", 1)
        if len(free) < wanted:
            raise NotEnoughQuestions(row)
        drawn[place] = free[:wanted]
        taken |= {candidate["question"] for candidate in drawn[place]}
    return [candidate for place in range(len(blueprint)) for candidate in drawn[place]]


def may_draw(blueprint: list[Row], candidate: Candidate) -> bool:
    """Whether there are papers of this blueprint that hold the candidate."""
    return any(_fits(candidate, row) for row in blueprint)


def _specificity(row: Row) -> int:
    return 0 if "question" in row else ROW_ORDER[row["critical"]]


def _fits(candidate: Candidate, row: Row) -> bool:
    if "question" in row:
        return candidate["question"] == row["question"]
    if (candidate["bank"], candidate["objective"]) != (row["bank"], row["objective"]):
        return False
    return row["critical"] == "any" or candidate["critical"] == (row["critical"] == "critical")


def lay_out(
    drawn: list[Candidate],
    layout_of: Callable[[Candidate, random.Random], dict[str, Any]],
    *,
    shuffle: bool,
    rng: random.Random,
) -> list[Slot]:
    """Number the drawn questions from 1 and fix their layout: {"type", "order"}."""
    places = list(drawn)
    if shuffle:
        rng.shuffle(places)
    return [
        {
            "slot": number,
            "question": candidate["question"],
            "version": candidate["version"],
            "objective": candidate["objective"],
            "critical": candidate["critical"],
            **layout_of(candidate, rng),
        }
        for number, candidate in enumerate(places, start=1)
    ]
