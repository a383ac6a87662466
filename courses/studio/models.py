"""Imports of questions that somebody began in the admin."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    CHECKING = "checking", _("The file is being checked")
    CHECKED = "checked", _("Checked; nothing is imported yet")
    RUNNING = "running", _("The questions are being imported")
    DONE = "done", _("Done")
    FAILED = "failed", _("Nothing was imported")


AT_WORK = (ImportState.CHECKING, ImportState.RUNNING)


class QuestionImportQuerySet(models.QuerySet["QuestionImport"]):
    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)


class QuestionImport(models.Model):
    """A file of questions, from its upload to the report of its import.

    Personal data: who uploaded it, for a week; then the next upload deletes the row. The file goes
    as soon as it is imported. It is in the database because it holds the right answers, and what
    is among the media anybody may fetch.

    ``queued_at`` and ``tries`` are of the work that the state tells of: the check, then the import.
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
    queued_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = QuestionImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.filename

    @property
    def is_busy(self) -> bool:
        return self.state in AT_WORK
