"""Learners of 13 to 17: only where their organisation may, with a guardian's consent seen."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.users.models import User

from .models import Person

YOUNGEST = 13  # under it never an account: a facilitator leads, and counts heads
OF_AGE = 18


class GuardianConsent(models.Model):
    """That a guardian agreed; whoever has one of these is a minor, with a pseudonym and a card.

    Withdrawn, it still says that they are one: no card is printed and nobody enrols them.
    Personal data: that this person is a minor, who saw the consent, on which day, and where the
    paper is kept (no name of the guardian, no age); kept until the person is of age or erased.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="guardian_consent")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_on = models.DateField(_("consent seen on"), default=timezone.localdate)
    kept_where = models.CharField(_("where the paper is kept"), max_length=200)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    class Meta:
        verbose_name = _("consent of a guardian")
        verbose_name_plural = _("consents of guardians")

    def __str__(self) -> str:
        return f"{self.person}: {self.seen_on}"


def without_consent(people: Iterable[int]) -> set[int]:
    """Of these persons, by their keys, the minors whose guardian took the consent back."""
    withdrawn = GuardianConsent.objects.filter(withdrawn_at__isnull=False, person__in=list(people))
    return set(withdrawn.values_list("person_id", flat=True))


def is_minor(person: Person | None) -> bool:
    """One query the first time it is asked of a person."""
    return person is not None and hasattr(person, "guardian_consent")


def is_of_minor(user: User) -> bool:
    """Named in ``settings.HAS_NO_EMAIL``: lms.users knows nothing of us."""
    return GuardianConsent.objects.filter(person__user=user).exists()
