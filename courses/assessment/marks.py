"""What people decide about answers: marks of free text, and how a question is graded anew."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin, QuestionVersion

from . import grading
from .models import Attempt


class Mark(AppendOnlyMixin):
    """What a person gave an answer; the latest of a slot counts.

    ``points`` maps the id of each criterion of the rubric to the points given.
    Personal data: the comment, and who marked; both go with what was answered.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="marks")
    slot = models.PositiveSmallIntegerField()
    points = models.JSONField()
    comment = models.TextField(_("comment for the learner"), blank=True, max_length=2000)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.attempt} {self.slot}"


class Treatment(models.TextChoices):
    REKEY = "rekey", _("Another answer is right")
    VOID = grading.VOID, _("Count it for nobody")
    FULL_MARKS = grading.FULL_MARKS, _("Full points for everybody")


class Regrade(AppendOnlyMixin):
    """That a version of a question is graded otherwise than it was released; the latest counts.

    ``bodies`` holds its body with the other key, by locale, for REKEY only.
    Personal data: who decided; the link goes with the account.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="regrades")
    treatment = models.CharField(max_length=12, choices=Treatment.choices)
    bodies = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version}: {self.treatment}"


class RegradeRun(models.Model):
    """How far the attempts of a regrade were graded anew; a run that was cut off goes on here."""

    regrade = models.OneToOneField(Regrade, on_delete=models.PROTECT, related_name="run")
    total = models.PositiveIntegerField()
    looked_at = models.PositiveIntegerField(default=0)
    last_attempt = models.PositiveBigIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.regrade}: {self.looked_at} of {self.total}"


class GradeChange(AppendOnlyMixin):
    """That a graded attempt was graded anew: what it was and what it is.

    Personal data: a result of this person; goes with the attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="grade_changes")
    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="changes")
    score_before = models.PositiveSmallIntegerField()
    passed_before = models.BooleanField()
    score_after = models.PositiveSmallIntegerField()
    passed_after = models.BooleanField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "regrade"), name="an_attempt_is_regraded_once_by_each"
            ),
            models.CheckConstraint(
                condition=models.Q(passed_before=False) | models.Q(passed_after=True),
                name="a_regrade_takes_no_pass_away",
            ),
        )

    def __str__(self) -> str:
        return f"{self.attempt}: {self.score_before} to {self.score_after}"
