"""The person a record is about."""

import uuid
import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.users.models import User


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know; choose one from the list."),
            params={"name": name},
        )


class PersonQuerySet(models.QuerySet["Person"]):
    def for_user(self, user: User) -> "PersonQuerySet":
        return self.filter(user_id=user.pk)

    def present(self) -> "PersonQuerySet":
        """Neither erased nor merged into somebody else."""
        return self.filter(erased_at=None, merged_into=None)

    def held(self) -> "PersonQuerySet":
        """Until the end of the transaction, in one order; who holds a person does it before
        anything of theirs. Rows that point at them may still be written by others."""
        return self.order_by("pk").select_for_update(no_key=True)


class Person(models.Model):
    """Somebody who learns, teaches or supports, with or without an account.

    Personal data: given and family name (for the certificate), language, time zone; kept until
    the person is erased. Links to a User, who may come later or go earlier. The row stays without
    a name when the person is erased (``erased_at``) or merged into another one (``merged_into``).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged_here"
    )

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Somebody who was erased")
        return self.full_name or str(self.uuid)

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
