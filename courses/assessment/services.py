"""Writes about quizzes: start, save an answer, hand in, grant another attempt."""

import random
import uuid as uuids
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.editions import content
from courses.learning.models import Enrolment, ItemProgress
from courses.learning.services import locked, record_progress
from courses.questions.types import type_of
from lms.users.models import User

from . import grading, paper
from .access import attempts_at, standing_of
from .models import Attempt, AttemptState, Response, RetryGrant


class CannotStart(Exception):
    """No attempt is possible now; the quiz page says why and when."""


class AlreadySubmitted(Exception):
    """The attempt was handed in; nothing can be changed any more."""


@transaction.atomic
def start(*, enrolment: Enrolment, item_uuid: UUID) -> Attempt:
    """Draw a paper, or find the one that is already being worked on. Raises CannotStart."""
    enrolment = locked(enrolment.pk)
    earlier = list(Attempt.objects.for_quiz(enrolment, item_uuid).order_by("number"))
    running = next((a for a in earlier if a.state == AttemptState.IN_PROGRESS), None)
    if running:
        return running
    settings = content.quiz_settings(enrolment.edition, item_uuid)
    if not settings:  # a release retired the quiz a moment ago
        raise CannotStart
    if not standing_of(enrolment, item_uuid, settings, earlier).may_start(timezone.now()):
        raise CannotStart
    seen = [slot["question"] for attempt in earlier for slot in attempt.paper["slots"]]
    seed = uuids.uuid4().hex
    outline = content.outline(enrolment.edition, enrolment.locale)
    title = next(item.title for item in outline.items if item.uuid == item_uuid)
    return Attempt.objects.create(
        enrolment=enrolment,
        item_uuid=item_uuid,
        number=earlier[-1].number + 1 if earlier else 1,
        locale=enrolment.locale,
        paper=_paper(enrolment, settings, title=title, seen=seen, seed=seed),
    )


def _paper(
    enrolment: Enrolment, settings: dict[str, Any], *, title: str, seen: list, seed: str
) -> dict[str, Any]:
    rng = random.Random(seed)  # noqa: S311 (fair, not secret)
    pool = content.question_pool(enrolment.edition)
    drawn = paper.draw(settings["blueprint"], pool, seen=seen, rng=rng)
    bodies = content.question_bodies([c["version"] for c in drawn], enrolment.locale)

    def layout_of(candidate: dict, rng: random.Random) -> dict[str, Any]:
        body = bodies[candidate["version"]]
        order = type_of(body).layout(body, shuffle=settings["shuffle_choices"], rng=rng)
        return {"type": body["type"], "order": order}

    slots = paper.lay_out(drawn, layout_of, shuffle=settings["shuffle_questions"], rng=rng)
    rules = {name: value for name, value in settings.items() if name != "blueprint"}
    number = enrolment.edition.number
    return {"title": title, "edition": number, "seed": seed, "rules": rules, "slots": slots}


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
        if row and row.sequence > shown.get(slot, 0):
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


def _lock_running(attempt: Attempt) -> Attempt:
    row = Attempt.objects.select_for_update().only("pk", "state").get(pk=attempt.pk)
    if row.state != AttemptState.IN_PROGRESS:
        raise AlreadySubmitted
    return row


def submit(*, attempt: Attempt) -> Attempt:
    """Hand in: grade, record the pass and the completion it may cause. Once, however often called.

    The enrolment's row is locked first, as everywhere, so that two requests cannot deadlock.
    """
    slots = attempt.paper["slots"]
    bodies = content.question_bodies([slot["version"] for slot in slots], attempt.locale)
    with transaction.atomic():
        Enrolment.objects.select_for_update().only("pk").get(pk=attempt.enrolment_id)
        ours = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
        if ours.state != AttemptState.IN_PROGRESS:
            return ours
        responses = dict(ours.responses.values_list("slot", "body"))
        result = grading.grade(
            slots, bodies, responses, pass_mark=attempt.paper["rules"]["pass_mark"]
        )
        ours.state = AttemptState.GRADED
        ours.graded_at = timezone.now()
        ours.grading_version = grading.VERSION
        ours.score, ours.passed, ours.result = result.score, result.passed, result.as_json()
        ours.save(
            update_fields=["state", "graded_at", "grading_version", "score", "passed", "result"]
        )
        if result.passed:
            record_progress(
                enrolment=attempt.enrolment,
                item_uuid=attempt.item_uuid,
                evidence=ItemProgress.Evidence.PASSED,
                score=result.score,
            )
    return ours


@transaction.atomic
def grant_attempt(
    *, enrolment: Enrolment, item_uuid: UUID, reason: str, by: User | None
) -> RetryGrant | None:
    """One more attempt, and the end of a waiting time, with the reason kept.

    None where the learner has passed or can take the quiz anyway: a second click grants nothing.
    """
    enrolment = locked(enrolment.pk)
    attempts = attempts_at(enrolment, item_uuid)
    settings = content.quiz_settings(enrolment.edition, item_uuid)
    if not settings:  # a release retired the quiz a moment ago
        return None
    now = standing_of(enrolment, item_uuid, settings, attempts)
    is_running = any(attempt.state == AttemptState.IN_PROGRESS for attempt in attempts)
    if now.passed or is_running or now.may_start(timezone.now()):
        return None
    return RetryGrant.objects.create(
        enrolment=enrolment, item_uuid=item_uuid, reason=reason, granted_by=by
    )
