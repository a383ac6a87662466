"""Whose attempts somebody may see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from courses.editions import freshness
from courses.learning.access import give_editions
from courses.learning.models import Enrolment
from lms.users.models import User

from . import rules
from .allowances import QuizWindow
from .models import Attempt, AttemptState


def own_attempt(user: User, uuid: UUID) -> Attempt:
    """The learner's own attempt; 404 for anybody else's."""
    attempt = get_object_or_404(Attempt.objects.select_related("enrolment__person"), uuid=uuid)
    if attempt.enrolment.person.user_id != user.pk or attempt.state == AttemptState.VOIDED:
        raise Http404
    give_editions([attempt.enrolment])
    return attempt


def attempts_at(enrolment: Enrolment, item_uuid: UUID) -> list[Attempt]:
    """The learner's attempts at a quiz in order, without what was asked and answered."""
    rows = Attempt.objects.counted().for_quiz(enrolment, item_uuid).order_by("number")
    return list(rows.defer("paper", "result"))


def standing_of(
    enrolment: Enrolment,
    item_uuid: UUID,
    settings: dict,
    attempts: Iterable[Attempt],
    window: rules.Window | None = None,
) -> rules.Standing:
    """Where the learner stands with a quiz after these attempts.

    Two queries, one more for the window, and one before the first attempt where there are waits.

    Pages bring the window they have; what decides something looks it up.
    """
    graded = [
        (attempt.graded_at, bool(attempt.passed))
        for attempt in attempts
        if attempt.state == AttemptState.GRADED and attempt.graded_at
    ]
    grants = enrolment.grants.filter(item_uuid=item_uuid).values_list("granted_at", flat=True)
    return rules.standing(
        settings,
        graded,
        list(grants),
        elsewhere=None if graded else _passed_elsewhere(enrolment, item_uuid, settings),
        waits=any(attempt.state == AttemptState.SUBMITTED for attempt in attempts),
        allowance=allowance_of(enrolment, item_uuid),
        window=window or window_of(enrolment.offering_id, item_uuid),
    )


def _passed_elsewhere(enrolment: Enrolment, item_uuid: UUID, settings: dict) -> datetime | None:
    if not settings["wait_hours"] or settings.get("purpose") == rules.PRE_TEST:
        return None
    rows = Attempt.objects.counted().elsewhere(enrolment, item_uuid).filter(passed=True)
    return rows.aggregate(last=Max("graded_at"))["last"]


def has_asked(enrolment: Enrolment, item_uuid: UUID) -> bool:
    """Whether the learner waits for a facilitator's answer to a request for another attempt."""
    return enrolment.attempt_requests.filter(item_uuid=item_uuid, answered_at=None).exists()


def allowance_of(enrolment: Enrolment, item_uuid: UUID) -> rules.Allowance:
    """Everything that is given beyond the rules today, together."""
    given = enrolment.accommodations.holding_on(timezone.localdate())
    rows = given.filter(Q(item_uuid=item_uuid) | Q(item_uuid=None)).order_by()
    values = rows.values_list("extra_time_percent", "extra_attempts", "extra_days")
    return rules.together(rules.Allowance(*row) for row in values)


def window_of(offering_id: int, item_uuid: UUID) -> rules.Window:
    """As the database has it now."""
    return _windows(offering_id).get(item_uuid, rules.ALWAYS)


def kept_window(offering_id: int, item_uuid: UUID) -> rules.Window:
    """From memory, for pages: the dates of an offering change rarely and are shown often."""
    found = freshness.kept(f"windows-{offering_id}", lambda: _windows(offering_id))
    return found.get(item_uuid, rules.ALWAYS)


def _windows(offering_id: int) -> dict[UUID, rules.Window]:
    rows = QuizWindow.objects.filter(offering=offering_id)
    return {row.item_uuid: rules.Window(row.opens_at, row.closes_at) for row in rows}
