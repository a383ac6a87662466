"""Imports of questions that somebody began in the admin."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    CHECKING = "checking", _("The file is being checked")
    CHECKED = "checked", _("Checked; nothing is imported yet")
    RUNNING = "running", _("The questions are being imported")
    DONE = "done", _("Done")
    FAILED = "failed", _("Nothing was imported")


class QuestionImport(models.Model):
    """A file of questions, from its upload to the report of its import.

    Personal data: who uploaded it, for a week; then the next upload deletes the row. The file goes
    as soon as it is imported. It is in the database because it holds the right answers, and what
    is among the media anybody may fetch.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    bank = models.CharField(max_length=200)
    objective = models.CharField(max_length=10)
    replace = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def is_busy(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.RUNNING}
