"""What the pages of an attempt show: questions with their answers, and the result."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.editions import content
from courses.questions.types import TYPES, Body, Field, Row

from . import rules
from .access import attempts_at, standing_of
from .models import Attempt

NOTHING = (None, 0)  # the answer, and its sequence, where nothing was answered


@dataclass
class ShownQuestion:
    """A slot of the paper; ``is_right`` is None until graded, and means full points."""

    slot: int
    body: Body
    fields: list[Field]
    rows: list[Row]
    remark: str
    sequence: int
    objective: str
    critical: bool
    is_answered: bool
    is_right: bool | None = None

    @property
    def kind(self) -> str:
        return self.body["type"]

    @property
    def template(self) -> str:
        return f"components/questions/{self.kind}.html"

    @property
    def input_type(self) -> str:
        return self.fields[0].kind


def questions_of(attempt: Attempt) -> list[ShownQuestion]:
    """The paper in its order, with what was answered; one query, bodies from the cache."""
    slots = attempt.paper["slots"]
    bodies = content.question_bodies([slot["version"] for slot in slots], attempt.locale)
    stored = _stored(attempt)
    return [_shown(attempt, slot, bodies[slot["version"]], stored) for slot in slots]


def unanswered(attempt: Attempt) -> list[int]:
    """The numbers of the questions without an answer; one query."""
    stored = _stored(attempt)
    slots = (slot["slot"] for slot in attempt.paper["slots"])
    return [slot for slot in slots if stored.get(slot, NOTHING)[0] is None]


def remark_on(attempt: Attempt, slot: int, answer: Any) -> str:
    """What the learner may have overlooked in an answer; no query where the question is known."""
    place = next(place for place in attempt.paper["slots"] if place["slot"] == slot)
    [body] = content.question_bodies([place["version"]], attempt.locale).values()
    return TYPES[place["type"]].remark(body, answer)


def _stored(attempt: Attempt) -> dict[int, tuple[Any, int]]:
    """What was answered in each slot, and its sequence."""
    rows = attempt.responses.values_list("slot", "body", "sequence")
    return {slot: (body, sequence) for slot, body, sequence in rows}


def _shown(
    attempt: Attempt, slot: dict, body: dict, stored: dict[int, tuple[Any, int]]
) -> ShownQuestion:
    number = slot["slot"]
    answer, sequence = stored.get(number, NOTHING)
    kind = TYPES[body["type"]]
    points = (attempt.result or {}).get("points", {}).get(str(number))
    return ShownQuestion(
        slot=number,
        body=body,
        fields=kind.fields(body, slot["order"], answer),
        rows=kind.review(body, slot["order"], answer) if points else [],
        remark=kind.remark(body, answer),
        sequence=sequence,
        objective=slot["objective"],
        critical=slot["critical"],
        is_answered=answer is not None,
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
