"""One stamp that changes whenever published content changes; every cached page hangs on it.

The cache is shared by all processes (production asks for CACHE_URL), so a publish anywhere is seen
everywhere. The stamp changes after the commit: nobody can store old content under a new stamp.
What was found under the stamp is kept in the process too, so that a warm request asks the cache
for one thing, the stamp.
"""

import threading
import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from courses.catalogue.models import Figure, Topic
from courses.questions.models import Question
from lms.files.models import CustomDocument, CustomImage, CustomMedia

from .models import Course

KEY = "content-stamp"
HOUR, DAY = 3600, 24 * 3600
MOST = 10_000  # things kept in a process; a course has some hundreds


class _Request(threading.local):
    """The stamp of the request that this thread is answering; outside of one, none is kept."""

    is_running = False
    stamp: str | None = None


class _Memory:
    """What this process knows under one stamp."""

    def __init__(self, stamp: str) -> None:
        self.stamp = stamp
        self.things: dict[Hashable, Any] = {}


_request = _Request()
_memory = _Memory("")


def stamp() -> str:
    """The stamp that holds now; in a request, the one that held when it first asked."""
    if _request.stamp:
        return _request.stamp
    found = str(cache.get_or_set(KEY, _new_stamp, DAY))
    if _request.is_running:
        _request.stamp = found
    return found


def _new_stamp() -> str:
    return uuid.uuid4().hex


def renew() -> None:
    """Drop everything cached, once the current transaction has committed."""
    transaction.on_commit(_renew_now)


def _renew_now() -> None:
    cache.set(KEY, _new_stamp(), DAY)
    _request.stamp = None


def remembered[T](key: Hashable, build: Callable[[], T]) -> T:
    """What ``build`` gives, until anything is published, in this process only: for small things."""
    things = _things(stamp())
    if key not in things:
        if len(things) >= MOST:
            return build()
        things[key] = build()
    return things[key]


def kept[T](key: str, build: Callable[[], T]) -> T:
    """What ``build`` gives, until anything is published. All requests share it: never change it."""
    return kept_each({key: key}, lambda _missing: {key: build()})[key]


def kept_each[K, T](
    keys: Mapping[K, str], build: Callable[[Iterable[K]], Mapping[K, T]]
) -> dict[K, T]:
    """The same for several things, each under a key of its own; the missing are built at once."""
    things = _things(stamp())
    found = {name: things[key] for name, key in keys.items() if key in things}
    if len(found) < len(keys):
        missing = {name: key for name, key in keys.items() if name not in found}
        fetched = _from_cache(missing, build)
        if len(things) < MOST:
            things.update((keys[name], thing) for name, thing in fetched.items())
        found.update(fetched)
    return found


def _things(now: str) -> dict[Hashable, Any]:
    """The memory under a stamp; that of an older one is forgotten."""
    global _memory  # noqa: PLW0603 (one memory a process; replaced whole, so safe in threads)
    memory = _memory
    if memory.stamp != now:
        memory = _memory = _Memory(now)
    return memory.things


def _from_cache[K, T](
    keys: Mapping[K, str], build: Callable[[Iterable[K]], Mapping[K, T]]
) -> dict[K, T]:
    suffix = f"-{stamp()}"
    cached = cache.get_many([key + suffix for key in keys.values()])
    found = {name: cached[key + suffix] for name, key in keys.items() if key + suffix in cached}
    if len(found) < len(keys):
        built = build([name for name in keys if name not in found])
        cache.set_many({keys[name] + suffix: thing for name, thing in built.items()}, HOUR)
        found.update(built)
    return found


def _begin_request(**kwargs) -> None:
    _request.is_running, _request.stamp = True, None


def _end_request(**kwargs) -> None:
    _request.is_running, _request.stamp = False, None


def _on_change(**kwargs) -> None:
    renew()


def connect() -> None:
    """Called when the app is ready."""
    request_started.connect(_begin_request, dispatch_uid="freshness-request-started")
    request_finished.connect(_end_request, dispatch_uid="freshness-request-finished")
    signals = (page_published, page_unpublished, post_page_move, published, unpublished)
    for signal in signals:
        signal.connect(_on_change, dispatch_uid=f"freshness-{id(signal)}")
    watch(Course, Figure, Topic, Question, PageViewRestriction, Site)
    watch(CustomImage, CustomDocument, CustomMedia)  # lessons hold their addresses


def watch(*models: type[Model]) -> None:
    """Renew the stamp whenever a row of these changes."""
    for model in models:
        post_save.connect(_on_change, sender=model, dispatch_uid=f"saved-{model.__name__}")
        post_delete.connect(_on_change, sender=model, dispatch_uid=f"deleted-{model.__name__}")
