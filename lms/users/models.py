"""The account a person signs in with."""

import re
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

USER_NAME_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
USER_NAME_LENGTH = 12
RANDOM_USER_NAME = re.compile(f"[{USER_NAME_ALPHABET}]{{{USER_NAME_LENGTH}}}")


def random_user_name() -> str:
    """A name that says nothing about its owner, for accounts that sign in by e-mail."""
    return get_random_string(USER_NAME_LENGTH, USER_NAME_ALPHABET)


class UserManager(DjangoUserManager["User"]):
    def for_email(self, email: str) -> "User | None":
        return User.objects.filter(email__iexact=email).first()


class User(AbstractUser):
    """Signs in by e-mail, or by user name where there is no e-mail.

    Personal data: e-mail address, user name, and for staff a first and last name; kept until
    the account is erased. A learner's name stands in courses.people.Person, never here.
    """

    username = models.CharField(
        _("user name"), max_length=150, unique=True, default=random_user_name
    )
    email = models.EmailField(_("e-mail address"), blank=True, null=True, default=None)  # type: ignore[assignment]  # noqa: DJ001

    objects: ClassVar[UserManager] = UserManager()
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message=_("Another account already uses this e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username

    @property
    def signs_in_without_email(self) -> bool:
        """A random user name was never shown to its owner, who cannot sign in with it."""
        return self.has_usable_password() and not RANDOM_USER_NAME.fullmatch(self.username)

    def clean(self) -> None:
        super().clean()
        self.email = (self.email or "").lower() or None

    def save(self, *args, **kwargs) -> None:
        # "" would collide in the unique index
        self.email = self.email or None
        super().save(*args, **kwargs)
