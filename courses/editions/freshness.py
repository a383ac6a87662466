"""One stamp that changes whenever published content changes; every cached page hangs on it.

The cache is shared by all processes (production asks for CACHE_URL), so a publish anywhere is seen
everywhere. The stamp changes after the commit: nobody can store old content under a new stamp.
"""

import uuid

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move, published

from courses.catalogue.models import Figure, Topic
from lms.files.models import CustomImage

from .models import Course

KEY = "content-stamp"
DAY = 24 * 3600


def stamp() -> str:
    """The stamp that holds now."""
    return str(cache.get_or_set(KEY, lambda: uuid.uuid4().hex, DAY))


def renew() -> None:
    """Drop everything cached, once the current transaction has committed."""
    transaction.on_commit(lambda: cache.set(KEY, uuid.uuid4().hex, DAY))


def _on_change(**kwargs) -> None:
    renew()


def connect() -> None:
    """Called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move, published):
        signal.connect(_on_change, dispatch_uid=f"freshness-{id(signal)}")
    for model in (Course, Figure, Topic, CustomImage):
        post_save.connect(_on_change, sender=model, dispatch_uid=f"saved-{model.__name__}")
        post_delete.connect(_on_change, sender=model, dispatch_uid=f"deleted-{model.__name__}")
