"""Facts about taking part. Appended, not edited; no foreign key to any page."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin, Course, Edition
from courses.people.groups import FACILITATORS
from courses.people.models import Person


class Disclosure(models.TextChoices):
    NAMED = "named", _("Named: the verify page shows the holder's name")
    PROTECTED = "protected", _("Protected: the verifier must type the family name")


class Admission(models.TextChoices):
    """What the right to take part in an offering comes from."""

    FREE = "free", _("Free for anybody with an account")
    PAID = "paid", _("Paid, by the learner or by an organisation")
    ORGANISATION = "organisation", _("Organisation only: for people whom an organisation enrols")


class OfferingQuerySet(models.QuerySet["Offering"]):
    def open_on(self, day: date) -> "OfferingQuerySet":
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            is_open=True,
        )


class Offering(models.Model):
    """A course offered to learners: self-paced, or a cohort with dates.

    Personal data: who facilitates it, until somebody changes that.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="offerings"
    )
    title = models.CharField(_("title"), max_length=200)
    is_open = models.BooleanField(
        _("open for enrolment"), default=True, help_text=_("Closed, nobody else gets in.")
    )
    admission = models.CharField(
        _("admission"), max_length=12, choices=Admission.choices, default=Admission.FREE
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    disclosure = models.CharField(
        _("certificates"),
        max_length=10,
        choices=Disclosure.choices,
        default=Disclosure.NAMED,
        help_text=_("Protected is for people whom a public name could endanger."),
    )
    marking_is_blind = models.BooleanField(
        _("marked without names"),
        default=True,
        help_text=_("Who marks what learners wrote does not see whose it is."),
    )
    facilitators = models.ManyToManyField(
        Person,
        verbose_name=_("facilitators"),
        blank=True,
        related_name="facilitated_offerings",
        limit_choices_to={"user__groups__name": FACILITATORS},
    )

    objects: ClassVar = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="an_offering_ends_after_it_starts",
                violation_error_message=_("The end is before the start."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if Offering.objects.filter(pk=self.pk).exclude(course=self.course_id).exists():
            message = _("An offering keeps its course: people are in it. Make a new offering.")
            raise ValidationError({"course": message})


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def running(self) -> "EntitlementQuerySet":
        return self.filter(ended_at__isnull=True)


class Entitlement(models.Model):
    """The right to take part, with its source; what ends a source ends this and nothing else.

    Personal data: that this person may take this course; kept while the person is kept.
    """

    class Source(models.TextChoices):
        FREE = "free", _("Free course")
        GRANT = "grant", _("Granted by staff")
        ORDER = "order", _("Paid for by the learner")
        SEAT = "seat", _("A seat that an organisation bought")
        ROSTER = "roster", _("Enrolled by an organisation")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="entitlements")
    source = models.CharField(max_length=10, choices=Source.choices)
    reference = models.CharField(
        max_length=64, blank=True, help_text=_("The uuid of what granted it, where there is one.")
    )
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EntitlementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "offering", "source", "reference"),
                condition=Q(ended_at__isnull=True),
                name="one_running_entitlement_per_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.source}"


class EnrolmentState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("In progress")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def active(self) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.ACTIVE)

    def completed(self) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.COMPLETED)

    def readable(self) -> "EnrolmentQuerySet":
        """Those whose course the learner may open: running or completed."""
        return self.filter(state__in=(EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))

    def for_person(self, person: Person) -> "EnrolmentQuerySet":
        return self.filter(person=person)


class Enrolment(models.Model):
    """A person in an offering, on one edition. A refresher is a new cycle, never a reset.

    Personal data: that this person takes this course; kept while the person is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="enrolments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enrolments")
    cycle = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.ACTIVE
    )
    locale = models.CharField(max_length=12, default="en")
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = (models.Index(fields=("edition", "state"), name="enrolment_edition_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "offering", "cycle"), name="one_enrolment_per_cycle"
            ),
            models.UniqueConstraint(
                fields=("person", "offering"),
                condition=Q(state__in=("invited", "active")),
                name="one_running_enrolment_per_offering",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.offering} ({self.cycle})"


class ItemProgress(models.Model):
    """That an item was completed, and by what.

    Personal data: what this person did and when; kept while the person is kept.
    """

    class Evidence(models.TextChoices):
        MARKED = "marked", _("Marked as done by the learner")
        PASSED = "passed", _("Quiz passed")
        HANDED_IN = "handed_in", _("Handed in; it counts for nothing")
        UNCHANGED = "unchanged", _("Done in an earlier cycle, and the same since")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="progress")
    item_uuid = models.UUIDField()
    completed_at = models.DateTimeField(default=timezone.now)
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Per cent, of a quiz.")
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("enrolment", "item_uuid"), name="an_item_is_done_once_per_enrolment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.item_uuid}"


class Completion(AppendOnlyMixin):
    """That the rules of an edition were met: append-only, one per enrolment.

    ``score`` in per cent, the mean of the required quizzes rounded down, or null without a quiz.
    Personal data: that this person completed this course, and how well; kept while the person is.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="completions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="completions")
    score = models.PositiveSmallIntegerField(null=True)
    completed_at = models.DateTimeField()
    valid_until = models.DateField()
    method = models.CharField(max_length=20, default="online")

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")

    def __str__(self) -> str:
        return f"{self.person}: {self.edition}"


class CompletionVoided(AppendOnlyMixin):
    """A completion that was recorded in error; the completion itself stays."""

    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="voided")
    reason = models.CharField(max_length=300)
    voided_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.completion}: {self.reason}"
