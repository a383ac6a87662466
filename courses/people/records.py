"""That somebody is to be erased, and that two records were merged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Person


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def waiting(self) -> "ErasureRequestQuerySet":
        return self.filter(done_at=None, undone_at=None)


class ErasureRequest(models.Model):
    """That a person shall be erased, from when, and what came of it.

    Personal data: that this person asked, and a reason where staff asked for them, which goes when
    it is done; that it was done is kept, without a name.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("done from"))
    by_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)

    objects: ClassVar = ErasureRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(undone_at=None, done_at=None),
                name="one_waiting_erasure_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.asked_at}"


class PeopleMerged(models.Model):
    """That two records were merged, by whom and why; it cannot be undone.

    Personal data: who merged, and a reason, which goes when the person is erased.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merge")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300)
    counts = models.JSONField(help_text=_("How many rows of each kind moved."))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
