"""A job for many certificates, and what happens to each."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    CHECKED = "checked", _("Checked: nothing has been done yet")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Stopped")


class ItemState(models.TextChoices):
    PENDING = "pending", _("To do")
    DONE = "done", _("Done")
    SKIPPED = "skipped", _("Left as it is")
    FAILED = "failed", _("Failed")


class Note(models.TextChoices):
    """Why something is left as it is."""

    NOT_A_NUMBER = "not_a_number", _("This is not the number of a certificate.")
    UNKNOWN = "unknown", _("No certificate has this number.")
    ENDED = "ended", _("It was revoked or replaced before.")
    ERASED = "erased", _("The name was removed from it.")
    UNPREPARED = "unprepared", _("It is still being prepared.")
    ISSUED = "issued", _("There is a certificate already.")
    VOIDED = "voided", _("The completion was recorded in error.")
    NAMELESS = "nameless", _("No name for the certificate is known.")
    ERROR = "error", _("Something went wrong. Tell whoever runs this site.")


class BulkJob(models.Model):
    """What is to be done to many certificates; ``kind`` is one of ``kinds.KINDS``.

    Personal data: who asked for it, and a note until the job is over; see ``jobs.clean_up``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.CHECKED)
    about = models.CharField(max_length=200, blank=True)  # the offering, as it was called
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class BulkItem(models.Model):
    """One certificate of a job: ``target`` is its number, or the uuid of a completion.

    ``certificate`` is the one it is about, or the one that was issued; ``detail`` the number of
    what replaced it, or what went wrong.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items")
    target = models.CharField(max_length=40)
    certificate = models.ForeignKey(
        "certificates.Certificate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.PENDING)
    note = models.CharField(max_length=20, choices=Note.choices, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("job", "target"), name="one_item_per_target_of_a_job"),
        )
        indexes = (models.Index(fields=("job", "state"), name="bulk_item_state"),)

    def __str__(self) -> str:
        return self.target
