"""What takes longer than a page: files with many rows, reminders to many."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person
from courses.people.organisations import Organisation


class JobKind(models.TextChoices):
    CSV = "csv", _("CSV file")
    XLSX = "xlsx", _("XLSX file")
    REMIND = "remind", _("Reminders")


class JobState(models.TextChoices):
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class OrganisationJob(models.Model):
    """``wanted``: the filters of a file as in the query string, or the enrolments to remind.

    Only who asked for it sees it. ``result`` of reminders: how many were sent, how many had one
    lately, and the uuids of who has no e-mail.
    Personal data: who asked for it, and a file with the names and courses of people; all of it
    goes a day later.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=JobKind.choices)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.RUNNING)
    wanted = models.JSONField(default=dict)
    locale = models.CharField(max_length=12, default="en")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)  # queued, or further on than before

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Reminded(models.Model):
    """When an organisation last had somebody reminded, so that nobody is reminded every day.

    By the root of its tree, so that one organisation learns nothing of another one.
    Personal data: that day, for three days.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"), name="the_last_reminder_of_each_organisation"
            ),
        )

    def __str__(self) -> str:
        return str(self.at)
