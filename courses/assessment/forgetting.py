"""Answers are forgotten: a year after the completion they led to has expired, or with the person.

Scores and states stay, and so do the totals that were counted before. What is forgotten is not
graded anew.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.people.models import Person

from .marks import Mark
from .models import Attempt, AttemptQuerySet, AttemptState, Response

AFTER_EXPIRY = timedelta(days=365)
WITHOUT_COMPLETION = timedelta(days=3 * 365)
BATCH = 500  # attempts


@transaction.atomic
def forget_answers(attempts: AttemptQuerySet) -> int:
    """Delete what was chosen and written, and what was said about it; how many attempts."""
    found = list(attempts.filter(answers_forgotten_at=None).values_list("pk", flat=True))
    Response.objects.filter(attempt__in=found).delete()
    Mark.objects.filter(attempt__in=found).update(comment="", marked_by=None)
    return Attempt.objects.filter(pk__in=found).update(answers_forgotten_at=timezone.now())


def forget_of_person(person: Person) -> None:
    """Nobody is to mark what waits for it any more."""
    mine = Attempt.objects.filter(enrolment__person=person)
    open_ones = mine.filter(state__in=(AttemptState.IN_PROGRESS, AttemptState.SUBMITTED))
    open_ones.update(state=AttemptState.VOIDED)
    forget_answers(mine)


def forget_old(*, now: datetime) -> int:
    """In batches, those of certificates that ended a year ago and of courses left for years."""
    expired = timezone.localdate(now) - AFTER_EXPIRY
    old = Q(enrolment__completion__valid_until__lt=expired) | Q(
        enrolment__completion=None, started_at__lt=now - WITHOUT_COMPLETION
    )
    rows, forgotten = Attempt.objects.filter(old, answers_forgotten_at=None).order_by("pk"), 0
    while batch := list(rows.values_list("pk", flat=True)[:BATCH]):
        forgotten += forget_answers(Attempt.objects.filter(pk__in=batch))
    return forgotten
