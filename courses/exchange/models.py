"""What was loaded from files, so that a later load can tell what was edited since."""

from django.db import models


class LoadedItem(models.Model):
    """The SHA-256 of an item's content as it was last loaded; ``key`` names the item."""

    key = models.CharField(max_length=300, unique=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
