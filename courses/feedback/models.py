"""Words of learners without their names; no row here leads back to who wrote it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.editions.models import Edition
from courses.learning.models import Enrolment

MAX_WORDS = 500  # characters: enough to say what is wrong, too few for a case


class Reason(models.TextChoices):
    LANGUAGE = "language", _("A mistake in the spelling or the language")
    UNCLEAR = "unclear", _("It is hard to understand")
    WRONG = "wrong", _("It is out of date or wrong")
    BROKEN = "broken", _("Something does not work")
    ACCESS = "access", _("It is hard to use with my device or screen reader")
    UPSETTING = "upsetting", _("It is upsetting, and there was no warning")


class FlagState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")


class LessonFlag(models.Model):
    """That somebody found something wrong in a lesson or quiz.

    Only the day is kept: by the minute it could be told whose tick came next.
    Personal data: what somebody may have written in ``note`` against our advice; deleted after
    twelve months by run_due, or at once by an author.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="flags")
    item_uuid = models.UUIDField()
    locale = models.CharField(max_length=12)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.TextField(_("note"), max_length=MAX_WORDS, blank=True)
    created_on = models.DateField()
    state = models.CharField(
        _("state"), max_length=10, choices=FlagState.choices, default=FlagState.OPEN
    )

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("edition", "state"), name="flag_edition_state"),)

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_reason_display()}"


# Each statement with the field that keeps how far somebody agrees, in the order of the form.
STATEMENTS = {
    "useful": _("It is useful for my work."),
    "clear": _("It was easy to understand."),
    "length": _("It had the right length."),
    "care": _("I felt treated with care."),
}


class Agreement(models.IntegerChoices):
    NOT = 1, _("Not at all")
    LITTLE = 2, _("A little")
    PARTLY = 3, _("Partly")
    MOSTLY = 4, _("Mostly")
    FULLY = 5, _("Fully")


class CourseEvaluation(models.Model):
    """What somebody who completed a course thinks of it; see Agreement for the numbers.

    The key is random and only the month is kept, so that no order of rows leads to a person.
    Shown with its ``batch``, of five or more: who looks before and after cannot tell one apart.
    Personal data: what somebody may have written in ``comment`` against our advice; deleted after
    twelve months by run_due, or at once by an author.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="evaluations")
    locale = models.CharField(max_length=12)
    month = models.DateField(help_text=_("Its first day."))
    useful = models.PositiveSmallIntegerField(choices=Agreement.choices)
    clear = models.PositiveSmallIntegerField(choices=Agreement.choices)
    length = models.PositiveSmallIntegerField(choices=Agreement.choices)
    care = models.PositiveSmallIntegerField(choices=Agreement.choices)
    batch = models.UUIDField(null=True, editable=False, help_text=_("Empty while it waits."))
    comment = models.TextField(max_length=MAX_WORDS, blank=True)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints: ClassVar = (
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5))
                & Q(clear__range=(1, 5))
                & Q(length__range=(1, 5))
                & Q(care__range=(1, 5)),
                name="a_rating_is_from_1_to_5",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.edition}, {self.month:%Y-%m}"


class EvaluationGiven(models.Model):
    """That an evaluation was given for an enrolment, so that it counts once; not which one.

    Personal data: that this learner gave an evaluation; kept while the enrolment is kept. The key
    is the enrolment itself: a number of its own would tell the order, and so whose answer is whose.
    One trace is left: both rows are of one transaction, whose number PostgreSQL keeps in the hidden
    column ``xmin``. Who reads the database itself can link them until the batch is full, in a
    backup of that time later too; after that at most guess, by the places of rows on the disk.
    """

    enrolment = models.OneToOneField(
        Enrolment, primary_key=True, on_delete=models.CASCADE, related_name="evaluation_given"
    )

    def __str__(self) -> str:
        return str(self.enrolment)
