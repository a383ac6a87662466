"""What the pages of an attempt show: questions with their answers, and the result."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from courses.editions import content, freshness, wording
from courses.editions.content import OutlineItem
from courses.learning.models import Enrolment, EnrolmentState
from courses.questions.types import TYPES, Body, Field, Row

from . import rules
from .access import attempts_at, has_asked, kept_window, standing_of
from .marks import GradeChange, Mark, Regrade
from .models import Attempt, AttemptState
from .outcome import decisions, rekeyed

MOST = 10_000  # questions in a quiz
type Stored = dict[int, tuple[Any, int, datetime | None]]
NOTHING = (None, 0, None)  # the answer, its sequence and when it was checked, where there is none


@dataclass
class ShownQuestion:
    """A slot of the paper; ``share``: its part of 1, None until it is graded or checked."""

    slot: int
    body: Body
    fields: list[Field]
    rows: list[Row]
    remark: str
    sequence: int
    objective: str
    critical: bool
    is_answered: bool
    is_checked: bool = False
    share: Fraction | None = None
    mark: Mark | None = None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else int(self.share * 100)

    @property
    def is_marked_later(self) -> bool:
        return self.is_checked and TYPES[self.kind].by_hand and self.mark is None

    @property
    def rubric(self) -> list[tuple[str, int, int]]:
        """Each criterion with the points a person gave, and the most there are."""
        if self.mark is None:
            return []
        given = self.mark.points
        return [(c["text"], given[c["id"]], c["points"]) for c in self.body["criteria"]]

    @property
    def kind(self) -> str:
        return self.body["type"]

    @property
    def template(self) -> str:
        return f"components/questions/{self.kind}.html"

    @property
    def input_type(self) -> str:
        return self.fields[0].kind


def quiz_of(enrolment: Enrolment, item: OutlineItem, *, now: datetime) -> dict[str, Any]:
    """The rules of a quiz, what was reached so far, and whether an attempt is possible."""
    settings = content.quiz_settings(enrolment.edition, item.uuid)
    attempts = attempts_at(enrolment, item.uuid)
    window = kept_window(enrolment.offering_id, item.uuid)
    standing = standing_of(enrolment, item.uuid, settings, attempts, window)
    for attempt in attempts:
        handed_in_at = attempt.handed_in_at or attempt.graded_at or now
        shows = rules.shown(settings, standing, handed_in_at=handed_in_at, now=now)
        attempt.shows_score = rules.SCORE in shows  # type: ignore[attr-defined]
    return {
        "enrolment": enrolment,
        "item": item,
        "rules": settings,
        "question_count": sum(row.get("count", 1) for row in settings["blueprint"]),
        "is_pre_test": settings.get("purpose") == rules.PRE_TEST,
        "standing": standing,
        "may_start": standing.may_start(now),
        "asked": standing.needs_facilitator and has_asked(enrolment, item.uuid),
        "attempts": attempts,
        "now": now,
        "prose": content.prose(item, enrolment.locale),
        "zone": enrolment.person.zone,
    }


def questions_of(attempt: Attempt) -> list[ShownQuestion]:
    """The paper in its order, with what was answered; bodies from the cache.

    One query; of a graded attempt it shows what people decided about it too.
    """
    return _questions(attempt, attempt.paper["slots"], _stored(attempt))


def _questions(attempt: Attempt, slots: list[dict], stored: Stored) -> list[ShownQuestion]:
    versions = [slot["version"] for slot in slots]
    bodies = content.question_bodies(versions, attempt.locale)
    marks: dict[int, Mark] = {}
    if attempt.state == AttemptState.GRADED:
        bodies = bodies | rekeyed(attempt, decisions_about(attempt))
        marks = _marks(attempt)
    shown = [_shown(attempt, slot, bodies[slot["version"]], stored) for slot in slots]
    for question in shown:
        question.mark = marks.get(question.slot)
    return shown


def unanswered(attempt: Attempt) -> list[int]:
    """The numbers of the questions without an answer; one query."""
    stored = _stored(attempt)
    slots = (slot["slot"] for slot in attempt.paper["slots"])
    return [slot for slot in slots if stored.get(slot, NOTHING)[0] is None]


def _marks(attempt: Attempt) -> dict[int, Mark]:
    """The mark of each slot that a person marked; no query where there is nothing to mark."""
    if not any(TYPES[slot["type"]].by_hand for slot in attempt.paper["slots"]):
        return {}
    return {mark.slot: mark for mark in attempt.marks.order_by("pk")}


def decisions_about(attempt: Attempt) -> dict[int, Regrade]:
    """The regrades of its questions, from memory: there are few, and most papers have none."""
    regrades = freshness.kept("regrades", decisions)
    versions = {slot["version"] for slot in attempt.paper["slots"]}
    return {version: regrades[version] for version in versions & regrades.keys()}


def questions_on_page(attempt: Attempt, asked_for: str) -> dict[str, Any]:
    """The questions of one page of the attempt: all, or the one that is asked for.

    Of one: ``here``, ``before`` and ``after`` are numbers, ``steps`` every number with whether it
    is answered.
    """
    slots, stored = attempt.paper["slots"], _stored(attempt)
    total = len(slots)
    if not attempt.paper["rules"].get("one_per_page"):
        return {"questions": _questions(attempt, slots, stored), "total": total}
    is_number = asked_for.isascii() and asked_for.isdigit() and len(asked_for) < len(str(MOST))
    here = min(max(int(asked_for), 1), total) if is_number else 1
    return {
        "questions": _questions(attempt, slots[here - 1 : here], stored),
        "total": total,
        "here": here,
        "before": here - 1,
        "after": here + 1 if here < total else 0,
        "steps": [(s["slot"], stored.get(s["slot"], NOTHING)[0] is not None) for s in slots],
    }


def standing_answer(attempt: Attempt, slot: int) -> dict[str, Any]:
    """What is saved in a slot, as a page's script sends it: {"sequence", "answer"}."""
    place = next(place for place in attempt.paper["slots"] if place["slot"] == slot)
    [body] = content.question_bodies([place["version"]], attempt.locale).values()
    answer, sequence, _checked_at = _stored(attempt)[slot]
    pairs: list[list[str]] = []
    for field in TYPES[place["type"]].fields(body, place["order"], answer):
        values = [option.id for option in field.options if option.chosen] or [field.value]
        pairs += [[field.part, value] for value in values if value]
    return {"sequence": sequence, "answer": pairs}


def remark_on(attempt: Attempt, slot: int, answer: Any) -> str:
    """What the learner may have overlooked in an answer; no query where the question is known."""
    place = next(place for place in attempt.paper["slots"] if place["slot"] == slot)
    [body] = content.question_bodies([place["version"]], attempt.locale).values()
    return TYPES[place["type"]].remark(body, answer)


def _stored(attempt: Attempt) -> Stored:
    """What was answered in each slot, its sequence, and when it was checked."""
    rows = attempt.responses.values_list("slot", "body", "sequence", "checked_at")
    return {slot: (body, sequence, checked) for slot, body, sequence, checked in rows}


def _shown(attempt: Attempt, slot: dict, body: dict, stored: Stored) -> ShownQuestion:
    number, kind = slot["slot"], TYPES[body["type"]]
    answer, sequence, checked_at = stored.get(number, NOTHING)
    points = (attempt.result or {}).get("points", {}).get(str(number))
    share = Fraction(*points) if points else None
    is_over = attempt.state == AttemptState.GRADED or checked_at is not None
    if checked_at and attempt.state == AttemptState.IN_PROGRESS and not kind.by_hand:
        share = kind.score(body, answer)
    return ShownQuestion(
        slot=number,
        body=body,
        fields=kind.fields(body, slot["order"], answer),
        rows=kind.review(body, slot["order"], answer) if is_over else [],
        remark=kind.remark(body, answer),
        sequence=sequence,
        objective=slot["objective"],
        critical=slot["critical"],
        is_answered=answer is not None,
        is_checked=checked_at is not None,
        share=share,
    )


def result_of(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """Everything the result page says about an attempt that was handed in."""
    frozen, graded = attempt.paper["rules"], attempt.result or {}
    attempts = attempts_at(attempt.enrolment, attempt.item_uuid)
    # How often and when again is a matter of the edition of today, as on the quiz page.
    rules_now = content.quiz_settings(attempt.enrolment.edition, attempt.item_uuid) or frozen
    window = kept_window(attempt.enrolment.offering_id, attempt.item_uuid)
    standing = standing_of(attempt.enrolment, attempt.item_uuid, rules_now, attempts, window)
    handed_in_at = attempt.handed_in_at or attempt.graded_at or now
    shows = rules.shown(frozen, standing, handed_in_at=handed_in_at, now=now)
    if shows - {rules.SCORE} and _is_sat_elsewhere(attempt):
        shows &= {rules.SCORE}
    completion = getattr(attempt.enrolment, "completion", None) if attempt.passed else None
    is_marked = attempt.state == AttemptState.GRADED
    return {
        "rules": frozen,
        "is_pre_test": frozen.get("purpose") == rules.PRE_TEST,
        "standing": standing,
        "may_start": standing.may_start(now),
        "now": now,
        "asked": standing.needs_facilitator and has_asked(attempt.enrolment, attempt.item_uuid),
        "critical_failed": graded.get("critical_failed", False),
        "weak": _weak(attempt),
        "shows": shows,
        "questions": questions_of(attempt) if is_marked and shows - {rules.SCORE} else [],
        "zone": attempt.enrolment.person.zone,
        "completion": completion,
        "changes": _changes(attempt),
    }


def _is_sat_elsewhere(attempt: Attempt) -> bool:
    """Whether the learner is at the same quiz in a new cycle right now."""
    running = Attempt.objects.running().elsewhere(attempt.enrolment, attempt.item_uuid)
    later = running.filter(enrolment__gt=attempt.enrolment_id)
    return later.filter(enrolment__state=EnrolmentState.ACTIVE).exists()


def _changes(attempt: Attempt) -> list[GradeChange]:
    """What regrading changed; no query where no question of the paper was graded anew."""
    if attempt.state != AttemptState.GRADED or not decisions_about(attempt):
        return []
    return list(attempt.grade_changes.select_related("regrade").order_by("pk"))


def _weak(attempt: Attempt) -> list[tuple[str, str, str]]:
    """The objectives to look at again, each with its text and the language of that."""
    texts = wording.objective_texts(attempt.enrolment.edition, attempt.enrolment.locale)
    weak = (attempt.result or {}).get("weak", [])
    return [(code, *texts.get(code, ("", attempt.locale))) for code in weak]
