"""Which version of the terms somebody accepted."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.editions.models import AppendOnlyMixin
from courses.models import Person


class TermsAccepted(AppendOnlyMixin):
    """That a person accepted the terms of use in the version of a day.

    Personal data: that and when this person accepted; goes when the person is erased.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms_accepted")
    version = models.DateField(_("version of the terms"))
    at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("-version", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "version"), name="one_acceptance_per_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.version}"
