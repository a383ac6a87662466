"""Supervised devices: a facilitator opens one, learners sign in with their cards, one after the
other."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from courses.learning.models import Offering
from courses.people.models import Person


class SupervisedSessionQuerySet(models.QuerySet["SupervisedSession"]):
    def running(self, now: datetime | None = None) -> Self:
        return self.filter(closed_at=None, closes_at__gt=now or timezone.now())


class SupervisedSession(models.Model):
    """A device that is for the learners of one offering, for some hours; ``end_code`` only ends it.

    Personal data: who opened it; deleted with its visits after 30 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, related_name="supervised_sessions"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    secret_hash = models.CharField(max_length=64)
    end_code = models.CharField(max_length=6)
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = SupervisedSessionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.uuid)


class SupervisedVisit(models.Model):
    """Who signed in on a supervised device, for the facilitator who opened it.

    Personal data: that this person was there, and when they came first; deleted after 30 days.
    """

    session = models.ForeignKey(SupervisedSession, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"), name="one_visit_per_person_and_device"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
