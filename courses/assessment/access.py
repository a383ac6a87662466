"""Whose attempts somebody may see."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.learning.access import give_editions
from courses.learning.models import Enrolment
from lms.users.models import User

from . import rules
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
    enrolment: Enrolment, item_uuid: UUID, settings: dict, attempts: Iterable[Attempt]
) -> rules.Standing:
    """Where the learner stands with a quiz after these attempts; one query."""
    graded = [
        (attempt.graded_at, bool(attempt.passed))
        for attempt in attempts
        if attempt.state == AttemptState.GRADED and attempt.graded_at
    ]
    grants = enrolment.grants.filter(item_uuid=item_uuid).values_list("granted_at", flat=True)
    return rules.standing(settings, graded, list(grants))
