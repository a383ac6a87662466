"""What outlives every certificate: public keys, status lists, what was achieved."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin

from .addresses import did


class KeyState(models.TextChoices):
    ACTIVE = "active", _("Active: signs what is issued")
    RETIRED = "retired", _("Retired: what it signed stays valid")
    COMPROMISED = "compromised", _("Compromised: nothing it signed counts")


class IssuerKey(models.Model):
    """The public half of a key; the private half is a file that only the issuing process reads."""

    name = models.CharField(max_length=40, unique=True)
    public = models.CharField(max_length=64, unique=True, help_text="Multibase, as in did.json")
    state = models.CharField(max_length=12, choices=KeyState.choices, default=KeyState.ACTIVE)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="active"), name="one_active_issuer_key"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def address(self, site: str) -> str:
        """What a proof names as its verificationMethod."""
        return f"{did(site)}#{self.name}"


class StatusList(models.Model):
    """A list with a bit for each certificate that names it; ``credential``: as signed, exactly.

    Changes are counted, not timed: clocks and transactions do not end in the order they began.
    """

    credential = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=1)
    signed_changes = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)


class Achievement(AppendOnlyMixin):
    """What somebody achieved, word for word: other words are another achievement.

    ``uuid`` follows from ``content``, which has the claims that name nobody; so it outlives the
    course, and needs no link to it.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.content["title"]
