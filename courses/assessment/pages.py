"""What the pages of an attempt show: questions with their answers, and the result."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from courses.editions import content
from courses.questions.types import TYPES

from . import rules
from .access import attempts_at, standing_of
from .models import Attempt

NOTHING = (None, 0)  # the answer, and its sequence, where nothing was answered


class ShownChoice(NamedTuple):
    """A choice, hashable, so that what a result says about it can be kept."""

    id: str
    text: str
    chosen: bool
    correct: bool
    feedback: str


@dataclass
class ShownQuestion:
    """A slot of the paper; ``points`` is None until graded, ``is_right`` means full points."""

    slot: int
    kind: str
    prompt: str
    choices: list[ShownChoice]
    sequence: int
    objective: str
    critical: bool
    feedback: str
    is_right: bool | None = None

    @property
    def is_answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def takes_several(self) -> bool:
        return self.kind == "multiple_choice"

    @property
    def input_type(self) -> str:
        return "checkbox" if self.takes_several else "radio"


def questions_of(attempt: Attempt) -> list[ShownQuestion]:
    """The paper in its order, with what was answered; one query, bodies from the cache."""
    slots = attempt.paper["slots"]
    bodies = content.question_bodies([slot["version"] for slot in slots], attempt.locale)
    stored = _stored(attempt)
    return [_shown(attempt, slot, bodies[slot["version"]], stored) for slot in slots]


def unanswered(attempt: Attempt) -> list[int]:
    """The numbers of the questions without an answer; one query."""
    stored = _stored(attempt)
    return [
        slot["slot"]
        for slot in attempt.paper["slots"]
        if not TYPES[slot["type"]].chosen(stored.get(slot["slot"], NOTHING)[0])
    ]


def _stored(attempt: Attempt) -> dict[int, tuple[Any, int]]:
    """What was answered in each slot, and its sequence."""
    rows = attempt.responses.values_list("slot", "body", "sequence")
    return {slot: (body, sequence) for slot, body, sequence in rows}


def _shown(
    attempt: Attempt, slot: dict, body: dict, stored: dict[int, tuple[Any, int]]
) -> ShownQuestion:
    number = slot["slot"]
    answer, sequence = stored.get(number, NOTHING)
    chosen = TYPES[body["type"]].chosen(answer)
    by_id = {choice["id"]: choice for choice in body["choices"]}
    points = (attempt.result or {}).get("points", {}).get(str(number))
    return ShownQuestion(
        slot=number,
        kind=body["type"],
        prompt=body["prompt"],
        choices=[
            ShownChoice(
                id=key,
                text=by_id[key]["text"],
                chosen=key in chosen,
                correct=by_id[key]["correct"],
                feedback=by_id[key]["feedback"],
            )
            for key in slot["order"]
        ],
        sequence=sequence,
        objective=slot["objective"],
        critical=slot["critical"],
        feedback=body["feedback"],
        is_right=points[0] == points[1] if points else None,
    )


def result_of(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """Everything the result page says about a graded attempt."""
    frozen, graded = attempt.paper["rules"], attempt.result or {}
    attempts = attempts_at(attempt.enrolment, attempt.item_uuid)
    # How often and when again is a matter of the edition of today, as on the quiz page.
    rules_now = content.quiz_settings(attempt.enrolment.edition, attempt.item_uuid) or frozen
    standing = standing_of(attempt.enrolment, attempt.item_uuid, rules_now, attempts)
    texts = content.objective_texts(attempt.enrolment.edition)
    shows = rules.shows_answers(frozen["feedback_when"], standing)
    completion = getattr(attempt.enrolment, "completion", None) if attempt.passed else None
    return {
        "rules": frozen,
        "standing": standing,
        "may_start": standing.may_start(now),
        "critical_failed": graded.get("critical_failed", False),
        "weak": [(code, texts.get(code, "")) for code in graded.get("weak", [])],
        "questions": questions_of(attempt) if shows else [],
        "zone": attempt.enrolment.person.zone,
        "completion": completion,
    }
