"""What is kept to recognise our own files, and to see how lists are checked."""

from django.db import models
from django.utils import timezone


class PdfHash(models.Model):
    """The SHA-256 of a PDF that was handed out for a certificate; it may have several in time.

    Personal data: it would confirm a guessed name, so the rows go when the holder is erased; until
    then they are kept as long as the certificate.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, related_name="pdf_hashes"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class ListCheck(models.Model):
    """That a list was checked, and how much of it matched; neither by whom nor about whom."""

    at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveSmallIntegerField()
    matches = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.matches}/{self.rows}"
