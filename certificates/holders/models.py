"""Letters that were sent before a certificate ended, and names that holders asked to correct."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CertificateReminder(models.Model):
    """That the letter so many days before the end was queued: once each, whatever crashes.

    Personal data: that the holder was written to; goes when the holder is erased.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="reminders"
    )
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("certificate", "days"), name="one_reminder_per_certificate_and_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate} {self.days}"


class Why(models.TextChoices):
    """No free text: it would invite what does not belong here."""

    MISSPELT = "misspelt", _("It is misspelt.")
    SWAPPED = "swapped", _("Given name and family name are the wrong way round, or one is missing.")
    CHANGED = "changed", _("My name has changed.")
    OTHER = "other", _("Something else is wrong with it.")


class Decision(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back by the holder")


class Refusal(models.TextChoices):
    """What the holder reads."""

    NOT_CONFIRMED = (
        "not_confirmed",
        _("We could not confirm the new name. Talk to the people who run your course."),
    )
    ANOTHER_PERSON = (
        "another_person",
        _("The new name is that of another person. A certificate cannot be passed on."),
    )
    ENDED = "ended", _("The certificate was revoked or replaced in the meantime.")


class NameCorrectionQuerySet(models.QuerySet["NameCorrection"]):
    def waiting(self) -> "NameCorrectionQuerySet":
        return self.filter(decision=Decision.WAITING)


class NameCorrection(models.Model):
    """A holder's request for another name on a certificate, and what a registrar decided.

    Personal data: the name asked for, and who decided. The name goes when the holder takes the
    request back, the whole row when the holder is erased.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="corrections"
    )
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    why = models.CharField(_("what is wrong"), max_length=10, choices=Why.choices)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    refusal = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = NameCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("name correction")
        verbose_name_plural = _("name corrections")
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(decision="waiting"),
                name="one_open_correction_per_certificate",
            ),
            models.CheckConstraint(
                condition=Q(decision="refused", refusal__gt="") | ~Q(decision="refused"),
                name="a_refused_correction_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
