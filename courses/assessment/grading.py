"""Grading a paper: plain Python; a result depends only on paper, responses, marks and version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from courses.questions.types import type_of

VERSION = 2
FULL = 100
VOID, FULL_MARKS = "void", "full_marks"


@dataclass(frozen=True)
class Result:
    """``score`` in per cent rounded down; ``points`` maps a slot to a part of 1.

    ``objectives`` maps a code to [points, questions]; ``waiting`` holds the slots that a person
    still has to mark: until then the rest says nothing.
    """

    points: dict[int, Fraction]
    score: int
    passed: bool
    weak: list[str]
    critical_failed: bool
    objectives: dict[str, tuple[Fraction, int]] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "points": {str(slot): _pair(points) for slot, points in self.points.items()},
            "weak": self.weak,
            "critical_failed": self.critical_failed,
            "objectives": {code: [*_pair(p), n] for code, (p, n) in self.objectives.items()},
        }


def _pair(points: Fraction) -> list[int]:
    return [points.numerator, points.denominator]


def grade(
    slots: list[dict[str, Any]],
    bodies: Mapping[int, dict[str, Any]],
    responses: Mapping[int, Any],
    *,
    pass_mark: int,
    marks: Mapping[int, Fraction] | None = None,
    treated: Mapping[int, str] | None = None,
) -> Result:
    """Grade every slot; no response is no points. A critical slot not fully right fails.

    ``marks`` are the points that a person gave, by slot. ``treated`` says of a version that its
    question counts for nobody (VOID) or as right for everybody (FULL_MARKS).
    """
    given, treated = marks or {}, treated or {}
    slots = [slot for slot in slots if treated.get(slot["version"]) != VOID]
    points, waiting = {}, []
    for slot in slots:
        number, body = slot["slot"], bodies[slot["version"]]
        response = responses.get(number)
        if treated.get(slot["version"]) == FULL_MARKS:
            points[number] = Fraction(1)
            continue
        if type_of(body).by_hand and response is not None and number not in given:
            waiting.append(number)
        points[number] = given.get(number, type_of(body).score(body, response))
    share = sum(points.values(), Fraction(0)) / max(len(slots), 1)
    critical_failed = any(slot["critical"] and points[slot["slot"]] < 1 for slot in slots)
    return Result(
        points=points,
        score=int(share * FULL),
        passed=share * FULL >= pass_mark and not critical_failed,
        weak=sorted({slot["objective"] for slot in slots if points[slot["slot"]] < 1}),
        critical_failed=critical_failed,
        objectives=_by_objective(slots, points),
        waiting=waiting,
    )


def _by_objective(
    slots: list[dict[str, Any]], points: Mapping[int, Fraction]
) -> dict[str, tuple[Fraction, int]]:
    found: dict[str, tuple[Fraction, int]] = {}
    for slot in slots:
        earned, count = found.get(slot["objective"], (Fraction(0), 0))
        found[slot["objective"]] = (earned + points[slot["slot"]], count + 1)
    return dict(sorted(found.items()))
