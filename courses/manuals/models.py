"""The manuals as files, made when something in them is published."""

from django.db import models
from django.utils import timezone


class ManualPrint(models.Model):
    """A manual as a PDF in one language; the next one takes its place.

    ``manual`` is the translation key of its page; ``digest`` says what was printed.
    """

    manual = models.UUIDField()
    locale = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("manual", "locale"), name="one_print_per_manual_and_locale"
            ),
        )

    def __str__(self) -> str:
        return f"{self.manual} {self.locale}"
