"""What people are given beyond the rules of a quiz, and when it is open; said by facilitators."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin
from courses.learning.models import Enrolment, Offering


class RetryGrant(AppendOnlyMixin):
    """One more attempt, given by a facilitator; also ends a waiting time.

    Personal data: the reason; says nothing about a case, and goes with the person.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="grants")
    item_uuid = models.UUIDField()
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.reason}"


class AttemptRequest(models.Model):
    """A learner asks for another attempt; answered by a grant, by more attempts, or by passing.

    Personal data: that this person asked; goes with the person.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempt_requests"
    )
    item_uuid = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "item_uuid"),
                condition=Q(answered_at__isnull=True),
                name="one_open_request_per_quiz",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.asked_at}"


def close_requests(enrolment_id: int, item_uuid: uuid.UUID | None) -> None:
    """What was asked for is there, or is not needed any more; None for every quiz."""
    rows = AttemptRequest.objects.filter(enrolment=enrolment_id, answered_at=None)
    if item_uuid:
        rows = rows.filter(item_uuid=item_uuid)
    rows.update(answered_at=timezone.now())


class AccommodationQuerySet(models.QuerySet["Accommodation"]):
    def holding_on(self, day: date) -> "AccommodationQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), ended_at__isnull=True)


class Accommodation(models.Model):
    """More time, more attempts or a wider window for one person, in one quiz or in all.

    Personal data: that this person gets it, and a reason without any detail of health; kept while
    the enrolment is.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="accommodations"
    )
    item_uuid = models.UUIDField(null=True, blank=True, help_text=_("Empty for every quiz."))
    extra_time_percent = models.PositiveSmallIntegerField(
        _("more time, in per cent"), default=0, validators=[MaxValueValidator(400)]
    )
    extra_attempts = models.PositiveSmallIntegerField(
        _("more attempts"), default=0, validators=[MaxValueValidator(20)]
    )
    extra_days = models.PositiveSmallIntegerField(
        _("days after the quiz closes"), default=0, validators=[MaxValueValidator(365)]
    )
    reason = models.CharField(_("reason"), max_length=300)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(extra_time_percent__gt=0)
                | Q(extra_attempts__gt=0)
                | Q(extra_days__gt=0),
                name="an_accommodation_gives_something",
                violation_error_message=_("Give more time, more attempts or more days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.reason}"


class QuizWindow(models.Model):
    """From when until when learners of an offering may sit a quiz; without one, at any time."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="quiz_windows")
    item_uuid = models.UUIDField()
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "item_uuid"), name="one_window_per_offering_and_quiz"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=models.F("opens_at")),
                name="a_quiz_closes_after_it_opens",
                violation_error_message=_("The quiz closes before it opens."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.offering}: {self.item_uuid}"
