"""Writes about a learner's attempt: start, save an answer, hand in; also when its time is up."""

import random
import uuid as uuids
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.editions import content
from courses.learning.models import Enrolment
from courses.learning.services import locked
from courses.questions.types import type_of

from . import paper, rules
from .access import standing_of
from .models import Attempt, AttemptState, Response
from .outcome import decisions, hand_in


class CannotStart(Exception):
    """No attempt is possible now; the quiz page says why and when."""


class AlreadySubmitted(Exception):
    """The attempt was handed in, or its time is up; nothing can be changed any more."""


def start(*, enrolment: Enrolment, item_uuid: UUID) -> Attempt:
    """Draw a paper, or find the one that is already being worked on. Raises CannotStart.

    An attempt whose time is up is handed in first, by itself: that stays, whatever follows.
    """
    overdue = Attempt.objects.for_quiz(enrolment, item_uuid).overdue(timezone.now())
    for attempt in overdue.select_related("enrolment__person"):
        hand_in(attempt=attempt, only_overdue=True)
    return _start(enrolment, item_uuid)


@transaction.atomic
def _start(enrolment: Enrolment, item_uuid: UUID) -> Attempt:
    enrolment = locked(enrolment.pk)
    now = timezone.now()
    earlier = list(Attempt.objects.for_quiz(enrolment, item_uuid).order_by("number"))
    running = next((a for a in earlier if a.state == AttemptState.IN_PROGRESS), None)
    if running:
        return running
    settings = content.quiz_settings(enrolment.edition, item_uuid)
    if not settings:  # a release retired the quiz a moment ago
        raise CannotStart
    standing = standing_of(enrolment, item_uuid, settings, earlier)
    if not standing.may_start(now):
        raise CannotStart
    papers = [attempt.paper for attempt in earlier]
    papers += Attempt.objects.elsewhere(enrolment, item_uuid).values_list("paper", flat=True)
    seen = [slot["question"] for sat in papers for slot in sat["slots"]]
    drawn, locale = _paper(enrolment, item_uuid, settings, seen=seen, seed=uuids.uuid4().hex)
    return Attempt.objects.create(
        enrolment=enrolment,
        item_uuid=item_uuid,
        number=earlier[-1].number + 1 if earlier else 1,
        locale=locale,
        paper=drawn,
        started_at=now,
        deadline_at=standing.deadline(now),
    )


def _title(enrolment: Enrolment, item_uuid: UUID, locale: str) -> str:
    outline = content.outline(enrolment.edition, locale)
    return next(item.title for item in outline.items if item.uuid == item_uuid)


def _language(enrolment: Enrolment, versions: list[int]) -> str:
    """The learner's if every question is there in it, else that of the source.

    Fixed at the start: what is translated later changes no paper that somebody is at. A key that
    was changed counts only in the languages that it was changed in.
    """
    source = content.source_language()
    if enrolment.locale == source:
        return source
    keys = [set(row.bodies) for row in decisions(versions).values() if row.bodies]
    common = content.languages_of_questions(versions).intersection(*keys)
    return enrolment.locale if enrolment.locale in common else source


def _paper(
    enrolment: Enrolment, item_uuid: UUID, settings: dict[str, Any], *, seen: list, seed: str
) -> tuple[dict[str, Any], str]:
    """What is asked, and in which language."""
    rng = random.Random(seed)  # noqa: S311 (fair, not secret)
    pool = content.question_pool(enrolment.edition)
    drawn = paper.draw(settings["blueprint"], pool, seen=seen, rng=rng)
    locale = _language(enrolment, [candidate["version"] for candidate in drawn])
    bodies = content.question_bodies([c["version"] for c in drawn], locale)

    def layout_of(candidate: dict, rng: random.Random) -> dict[str, Any]:
        body = bodies[candidate["version"]]
        order = type_of(body).layout(body, shuffle=settings["shuffle_choices"], rng=rng)
        return {"type": body["type"], "order": order}

    slots = paper.lay_out(drawn, layout_of, shuffle=settings["shuffle_questions"], rng=rng)
    title = _title(enrolment, item_uuid, locale)
    frozen = {name: value for name, value in settings.items() if name != "blueprint"}
    number = enrolment.edition.number
    told = {"title": title, "edition": number, "seed": seed, "rules": frozen, "slots": slots}
    return told, locale


@transaction.atomic
def save_response(
    *, attempt: Attempt, slot: int, body: Any, client_uuid: UUID, sequence: int
) -> bool:
    """Keep an answer, unless a later one is there; True where it (or the same one) now stands.

    The answer with the highest (sequence, client) wins whatever the order of arrival, so a queue
    may be replayed in part, twice or out of order. Raises AlreadySubmitted.
    """
    _lock_running(attempt)
    answer = Response(
        attempt=attempt, slot=slot, body=body, client_uuid=client_uuid, sequence=sequence
    )
    if Response.objects.keep_latest(answer):
        return True
    return Response.objects.get(attempt=attempt, slot=slot).body == body


@transaction.atomic
def save_form(
    *, attempt: Attempt, answers: Mapping[int, Any], shown: Mapping[int, int], client_uuid: UUID
) -> list[int]:
    """Keep the answers of a whole form; returns the slots where a later answer was kept instead.

    ``shown`` has the sequence of each slot as the form was rendered (0 for none): what was answered
    elsewhere since is not overwritten by a form that still shows the older answer.
    """
    _lock_running(attempt)
    stored = {response.slot: response for response in attempt.responses.all()}
    kept, changed = [], []
    for slot, body in answers.items():
        row = stored.get(slot)
        if (row.body if row else None) == body:
            continue
        if row and (row.checked_at or row.sequence > shown.get(slot, 0)):
            kept.append(slot)
            continue
        sequence = shown.get(slot, 0) + 1
        changed.append(
            Response(
                attempt=attempt, slot=slot, body=body, client_uuid=client_uuid, sequence=sequence
            )
        )
    Response.objects.bulk_create(
        changed,
        update_conflicts=True,
        update_fields=["body", "client_uuid", "sequence", "saved_at"],
        unique_fields=["attempt", "slot"],
    )
    return kept


@transaction.atomic
def check_answer(*, attempt: Attempt, slot: int) -> bool:
    """Fix an answer, so that its feedback may be seen. False where there is none, or no feedback.

    Raises AlreadySubmitted.
    """
    _lock_running(attempt)
    if not rules.shown_during(attempt.paper["rules"]):
        return False
    rows = attempt.responses.filter(slot=slot, body__isnull=False)
    rows.filter(checked_at=None).update(checked_at=timezone.now())
    return rows.exists()


def _lock_running(attempt: Attempt) -> None:
    row = Attempt.objects.select_for_update().only("pk", "state", "deadline_at").get(pk=attempt.pk)
    if row.state != AttemptState.IN_PROGRESS or rules.is_over(row.deadline_at, timezone.now()):
        raise AlreadySubmitted


def submit(*, attempt: Attempt) -> Attempt:
    """Hand in. Once, however often called."""
    return hand_in(attempt=attempt)


def end_overdue(*, now: datetime) -> int:
    """Hand in, with what was saved, every attempt whose time is up."""
    overdue = Attempt.objects.overdue(now).select_related("enrolment__person").order_by("pk")
    ended = 0
    for attempt in overdue.iterator(chunk_size=100):
        hand_in(attempt=attempt, only_overdue=True)
        ended += 1
    return ended
