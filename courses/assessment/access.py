"""Whose attempts somebody may see."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from courses.editions import content
from courses.learning.models import Enrolment
from lms.users.models import User

from . import rules
from .models import Attempt, AttemptState


def own_attempt(user: User, uuid: UUID) -> Attempt:
    """The learner's own attempt; 404 for anybody else's."""
    rows = Attempt.objects.counted().select_related("enrolment__person")
    attempt = get_object_or_404(rows, uuid=uuid, enrolment__person__user=user)
    enrolment = attempt.enrolment
    enrolment.edition = content.edition_with_course(enrolment.edition_id)
    return attempt


def standing_of(enrolment: Enrolment, item_uuid: UUID, settings: dict) -> rules.Standing:
    """Where the learner stands with a quiz; two queries."""
    rows = Attempt.objects.for_quiz(enrolment, item_uuid).filter(state=AttemptState.GRADED)
    rows = rows.only("graded_at", "passed")
    graded = [(a.graded_at, bool(a.passed)) for a in rows.order_by("number") if a.graded_at]
    grants = enrolment.grants.filter(item_uuid=item_uuid).values_list("granted_at", flat=True)
    return rules.standing(settings, graded, list(grants))
