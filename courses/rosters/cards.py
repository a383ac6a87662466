"""Claim cards: how somebody without an e-mail address gets in, once to have an account of theirs,
and on supervised devices as often as they like."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from courses.learning.models import Offering
from courses.people.models import Person
from courses.people.organisations import Organisation

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else
CODE_LENGTH, PIN_LENGTH = 8, 6
VALID_FOR = timedelta(days=90)
MOST_WRONG = 5


def new_code() -> str:
    return get_random_string(CODE_LENGTH, ALPHABET)


def new_pin() -> str:
    return get_random_string(PIN_LENGTH, "0123456789")


def normalise_code(text: str) -> str:
    """As it is kept: without the dash, in capitals."""
    return "".join(filter(str.isalnum, text)).upper()[: 2 * CODE_LENGTH]


def hash_of(code: str, pin: str) -> str:
    """With the secret of the site: six digits are no password, whatever they are hashed with."""
    return salted_hmac("claim card", f"{code}:{ascii_digits(pin)}", algorithm="sha256").hexdigest()


def ascii_digits(text: str) -> str:
    """The digits in it, ١٢٣ as 123; nothing else."""
    return "".join(str(int(digit)) for digit in filter(str.isdecimal, text))


class ClaimCardQuerySet(models.QuerySet["ClaimCard"]):
    def open(self, now: datetime | None = None) -> Self:
        """Neither used, void, locked nor expired."""
        now = now or timezone.now()
        unused = self.filter(claimed_at=None, voided_at=None, wrong_tries__lt=MOST_WRONG)
        return unused.filter(expires_at__gt=now)


class ClaimCard(models.Model):
    """A printed code with a PIN that is kept only as a hash keyed with the secret of the site.

    Personal data: that a card was printed for this person, and when it was used; deleted 90 days
    after its end, see ``printing_cards.clean_up``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claim_cards")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    pin_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    is_for_password = models.BooleanField(default=False)  # else for an account: password_cards.py

    objects: ClassVar = ClaimCardQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def shown_code(self) -> str:
        return shown_code(self.code)

    def has_pin(self, pin: str) -> bool:
        return constant_time_compare(self.pin_hash, hash_of(self.code, pin))


def shown_code(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


class SheetState(models.TextChoices):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class CardSheet(models.Model):
    """A PDF of cards that somebody asked for; the file is kept for an hour, see ``card_files``.

    Personal data: who asked for it, and whom it is for; the row is deleted after a day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    offering = models.ForeignKey(Offering, null=True, on_delete=models.SET_NULL, related_name="+")
    people = models.JSONField(default=list)  # their keys, in the order of the sheet
    is_for_password = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
