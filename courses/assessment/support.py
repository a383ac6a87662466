"""Writes of those who support learners: another attempt, more time, the dates of a quiz."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.editions import content
from courses.learning.models import Enrolment, Offering
from courses.learning.services import locked
from lms.users.models import User

from .access import attempts_at, standing_of
from .allowances import (
    Accommodation,
    AttemptRequest,
    QuizWindow,
    RetryGrant,
    close_requests,
)
from .models import Attempt, AttemptState


@transaction.atomic
def ask_for_attempt(*, enrolment: Enrolment, item_uuid: UUID) -> AttemptRequest | None:
    """Tell the facilitator; once, however often asked. None where an attempt is possible anyway."""
    enrolment = locked(enrolment.pk)
    settings = content.quiz_settings(enrolment.edition, item_uuid)
    if not settings or not _needs_one(enrolment, item_uuid, settings):
        return None
    request, _is_new = AttemptRequest.objects.get_or_create(
        enrolment=enrolment, item_uuid=item_uuid, answered_at=None
    )
    return request


@transaction.atomic
def grant_attempt(
    *, enrolment: Enrolment, item_uuid: UUID, reason: str, by: User | None
) -> RetryGrant | None:
    """One more attempt, and the end of a waiting time, with the reason kept.

    None where the learner has passed or can take the quiz anyway: a second click grants nothing.
    """
    enrolment = locked(enrolment.pk)
    settings = content.quiz_settings(enrolment.edition, item_uuid)
    if not settings or not _needs_one(enrolment, item_uuid, settings):
        return None  # or a release retired the quiz a moment ago
    close_requests(enrolment.pk, item_uuid)
    return RetryGrant.objects.create(
        enrolment=enrolment, item_uuid=item_uuid, reason=reason, granted_by=by
    )


def _needs_one(enrolment: Enrolment, item_uuid: UUID, settings: dict[str, Any]) -> bool:
    attempts = attempts_at(enrolment, item_uuid)
    now = timezone.now()
    standing = standing_of(enrolment, item_uuid, settings, attempts)
    is_running = any(attempt.state == AttemptState.IN_PROGRESS for attempt in attempts)
    if standing.passed or standing.waits or is_running:
        return False
    return standing.left == 0 or bool(standing.next_at and standing.next_at > now)


@transaction.atomic
def accommodate(
    *, enrolments: Iterable[Enrolment], by: User | None, **given: Any
) -> list[Accommodation]:
    """Give the same to each of these people, also for an attempt that is running.

    ``given``: the fields of an Accommodation. Its time and days only ever lengthen an attempt.
    """
    made = []
    for enrolment in sorted(enrolments, key=lambda enrolment: enrolment.pk):
        ours = locked(enrolment.pk)
        accommodation = Accommodation.objects.create(enrolment=ours, given_by=by, **given)
        made.append(accommodation)
        if accommodation.extra_attempts:
            close_requests(ours.pk, accommodation.item_uuid)
        _move_deadlines(ours)
    return made


@transaction.atomic
def end_accommodation(*, accommodation: Accommodation) -> None:
    """From now on; an attempt that is running keeps its time."""
    rows = Accommodation.objects.filter(pk=accommodation.pk, ended_at=None)
    rows.update(ended_at=timezone.now())


@transaction.atomic
def set_windows(*, offering: Offering, windows: Mapping[UUID, Mapping[str, Any]]) -> None:
    """From when until when the offering's learners may sit each quiz; running attempts follow.

    ``windows``: {"opens_at", "closes_at"} by item, each a moment or None.
    """
    before = {row.item_uuid: row.closes_at for row in offering.quiz_windows.all()}
    for item_uuid, window in windows.items():
        QuizWindow.objects.update_or_create(
            offering=offering, item_uuid=item_uuid, defaults=dict(window)
        )
    moved = {item for item, window in windows.items() if window["closes_at"] != before.get(item)}
    running = Attempt.objects.running().filter(enrolment__offering=offering, item_uuid__in=moved)
    for pk in sorted(set(running.values_list("enrolment", flat=True))):
        _move_deadlines(locked(pk), closing=moved)


def _move_deadlines(enrolment: Enrolment, *, closing: Collection[UUID] = ()) -> None:
    """Lengthen the running attempts of a locked enrolment by what now holds.

    Those at ``closing`` quizzes, whose last day was changed, end with the quiz where that is
    sooner; time that somebody was promised is never taken otherwise.
    """
    for attempt in Attempt.objects.running().filter(enrolment=enrolment).select_for_update():
        standing = standing_of(enrolment, attempt.item_uuid, attempt.paper["rules"], ())
        deadline = _later(attempt.deadline_at, standing.deadline(attempt.started_at))
        closes_at = standing.window.closes_at
        if attempt.item_uuid in closing and closes_at and (not deadline or closes_at < deadline):
            deadline = closes_at
        if deadline != attempt.deadline_at:
            attempt.deadline_at = deadline
            attempt.save(update_fields=["deadline_at"])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two ends; None is no end at all."""
    return max(one, other) if one and other else None
