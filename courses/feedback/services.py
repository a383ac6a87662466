"""Writes of learners to authors, and what authors do with them: each safe to repeat."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from courses.editions.models import Course
from courses.learning.models import Enrolment, EnrolmentState

from . import limits
from .models import CourseEvaluation, EvaluationGiven, FlagState, LessonFlag

KEPT = timedelta(days=365)
BATCH = 5  # evaluations


class NotCompleted(ValueError):
    """Only who has completed a course can say how all of it was."""


def flag(*, enrolment: Enrolment, item_uuid: UUID, reason: str, note: str) -> None:
    """Keep what is wrong with an item, without who says so. Raises limits.TooMany.

    The same words by the same person within minutes count once.
    """
    with limits.once(enrolment.person_id, item_uuid, reason, note) as is_first:
        if not is_first:
            return
        today = timezone.localdate()
        limits.take_one(enrolment.person_id, today)
        LessonFlag.objects.create(
            edition=enrolment.edition,
            item_uuid=item_uuid,
            locale=enrolment.locale,
            reason=reason,
            note=note,
            created_on=today,
        )


@transaction.atomic
def evaluate(*, enrolment: Enrolment, ratings: Mapping[str, int], comment: str) -> bool:
    """Keep an evaluation apart from who gave it; False where they have given one before.

    EvaluationGiven says what PostgreSQL still knows of the two.
    """
    if enrolment.state != EnrolmentState.COMPLETED:
        raise NotCompleted(enrolment)
    course = Course.objects.select_for_update().get(pk=enrolment.edition.course_id)
    _given, is_first = EvaluationGiven.objects.get_or_create(enrolment=enrolment)
    if is_first:
        CourseEvaluation.objects.create(
            edition=enrolment.edition,
            locale=enrolment.locale,
            month=timezone.localdate().replace(day=1),
            comment=comment,
            **ratings,
        )
        fill_batch(course=course)
    return is_first


def fill_batch(*, course: Course) -> None:
    """Show what waits, of all editions, when it is enough; ``course`` is locked."""
    waiting = CourseEvaluation.objects.filter(edition__course=course, batch=None)
    if waiting.count() >= BATCH:
        waiting.update(batch=uuid4())


def settle(*, flag: LessonFlag) -> None:
    """The author has dealt with it."""
    LessonFlag.objects.filter(pk=flag.pk).update(state=FlagState.DONE)


def delete_note(*, flag: LessonFlag) -> None:
    """At once and for good; that something was flagged, and why, stays."""
    LessonFlag.objects.filter(pk=flag.pk).update(note="")


def delete_comment(*, evaluation: CourseEvaluation) -> None:
    """At once and for good; the ratings stay."""
    CourseEvaluation.objects.filter(pk=evaluation.pk).update(comment="")


@transaction.atomic
def forget_words(*, today: date) -> int:
    """Delete the notes and comments of more than a year ago."""
    limit = today - KEPT
    notes = LessonFlag.objects.filter(created_on__lt=limit).exclude(note="").update(note="")
    comments = CourseEvaluation.objects.filter(month__lt=limit).exclude(comment="")
    return notes + comments.update(comment="")
