"""Grading a paper: plain Python; a result depends only on paper, responses and this version."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.questions.types import type_of

VERSION = 1
FULL = 100


@dataclass(frozen=True)
class Result:
    """``score`` in per cent rounded down; ``points`` maps a slot to a part of 1."""

    points: dict[int, Fraction]
    score: int
    passed: bool
    weak: list[str]
    critical_failed: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "points": {
                str(slot): [points.numerator, points.denominator]
                for slot, points in self.points.items()
            },
            "weak": self.weak,
            "critical_failed": self.critical_failed,
        }


def grade(
    slots: list[dict[str, Any]],
    bodies: dict[int, dict[str, Any]],
    responses: dict[int, Any],
    *,
    pass_mark: int,
) -> Result:
    """Grade every slot; no response is no points. A critical slot not fully right fails."""
    points = {
        slot["slot"]: _score(bodies[slot["version"]], responses.get(slot["slot"])) for slot in slots
    }
    total = sum(points.values(), Fraction(0))
    share = total / len(slots) if slots else Fraction(0)
    critical_failed = any(slot["critical"] and points[slot["slot"]] < 1 for slot in slots)
    return Result(
        points=points,
        score=int(share * FULL),
        passed=share * FULL >= pass_mark and not critical_failed,
        weak=sorted({slot["objective"] for slot in slots if points[slot["slot"]] < 1}),
        critical_failed=critical_failed,
    )


def _score(body: dict[str, Any], response: Any) -> Fraction:
    return type_of(body).score(body, response)
