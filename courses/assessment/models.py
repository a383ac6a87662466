"""Attempts at quizzes, and what was answered."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Enrolment

from . import rules


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Handed in, being marked")
    GRADED = "graded", _("Graded")
    VOIDED = "voided", _("Voided")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def running(self) -> "AttemptQuerySet":
        return self.filter(state=AttemptState.IN_PROGRESS)

    def counted(self) -> "AttemptQuerySet":
        """Those that use up an attempt."""
        return self.exclude(state=AttemptState.VOIDED)

    def overdue(self, now: datetime) -> "AttemptQuerySet":
        """Running, though their deadline and the grace have passed."""
        return self.running().filter(deadline_at__lt=now - rules.GRACE)

    def scored(self) -> "AttemptQuerySet":
        """Those whose score stands."""
        return self.counted().filter(score__isnull=False)

    def for_quiz(self, enrolment: Enrolment, item_uuid: uuid.UUID) -> "AttemptQuerySet":
        return self.filter(enrolment=enrolment, item_uuid=item_uuid)

    def elsewhere(self, enrolment: Enrolment, item_uuid: uuid.UUID) -> "AttemptQuerySet":
        """The same person's at the same quiz, in another cycle or offering."""
        theirs = self.filter(enrolment__person=enrolment.person_id, item_uuid=item_uuid)
        return theirs.exclude(enrolment=enrolment)


class Attempt(models.Model):
    """One sitting of a quiz. Carries its whole paper, so that no later edit can touch it.

    ``paper``: {"title", "edition", "seed", "rules": {...}, "slots": [{"slot", "question",
    "version", "objective", "critical", "type", "order"}]} (see paper.py); ``edition`` is its
    number. ``result``: {"points": {slot: [numerator, denominator]}, "weak": [objective codes],
    "critical_failed", "objectives"} (see grading.py).
    ``deadline_at`` is None without a limit; an accommodation may move it.
    Personal data: how this person did; kept while the enrolment is. What was answered goes a year
    after the completion has expired, or with the person (``answers_forgotten_at``).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    item_uuid = models.UUIDField()
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=AttemptState.choices, default=AttemptState.IN_PROGRESS
    )
    locale = models.CharField(max_length=12, default="en")
    paper = models.JSONField()
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    ended_by_time = models.BooleanField(default=False)
    graded_at = models.DateTimeField(null=True, blank=True)
    grading_version = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Per cent."))
    passed = models.BooleanField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    is_tallied = models.BooleanField(default=False, editable=False)  # written by folding.py alone
    answers_forgotten_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = (
            models.Index(
                fields=("deadline_at",),
                condition=Q(state="in_progress", deadline_at__isnull=False),
                name="attempt_running_until",
            ),
            models.Index(
                fields=("handed_in_at",), condition=Q(state="submitted"), name="attempt_to_mark"
            ),
            models.Index(
                fields=("item_uuid", "state"),
                condition=Q(is_tallied=False),
                name="attempt_not_tallied",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "item_uuid", "number"), name="one_attempt_per_number"
            ),
            models.UniqueConstraint(
                fields=("enrolment", "item_uuid"),
                condition=Q(state="in_progress"),
                name="one_running_attempt_per_quiz",
            ),
            models.CheckConstraint(
                condition=~Q(state="graded") | Q(score__isnull=False, passed__isnull=False),
                name="a_graded_attempt_has_a_result",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.number}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def keep_latest(self, answer: "Response") -> bool:
        """Write an answer unless a later or a checked one stands there; one statement: no gap."""
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        values = [
            field.get_db_prep_save(getattr(answer, field.attname), connection) for field in fields
        ]
        columns = ", ".join(str(field.column) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO courses_response AS stored ({columns}) VALUES ({places}) "  # noqa: S608
                "ON CONFLICT (attempt_id, slot) DO UPDATE SET body = excluded.body, "
                "client_uuid = excluded.client_uuid, sequence = excluded.sequence, "
                "saved_at = excluded.saved_at "
                "WHERE stored.checked_at IS NULL AND (stored.sequence, stored.client_uuid) "
                "< (excluded.sequence, excluded.client_uuid)",
                values,
            )
            return cursor.rowcount == 1


class Response(models.Model):
    """The answer in one slot: the one with the highest (sequence, client) wins, in any order.

    One that was checked while answering stands as it is.
    Personal data: what somebody chose or wrote; see Attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    slot = models.PositiveSmallIntegerField()
    client_uuid = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    body = models.JSONField(null=True)
    saved_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ResponseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("attempt", "slot"), name="one_response_per_slot"),
        )

    def __str__(self) -> str:
        return f"{self.attempt} {self.slot}"
