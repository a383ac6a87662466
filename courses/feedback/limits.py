"""How often one person may flag; kept in the cache for a day, and never beside what they wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

DAY = 24 * 3600
SAME_WITHIN = 10 * 60  # seconds


class TooMany(Exception):
    """Enough for today."""


def take_one(person_id: int, today: date) -> None:
    """Count one of the person's flags of today. Raises TooMany beyond ``FLAGS_PER_DAY``."""
    key = f"flags-{person_id}-{today}"
    cache.add(key, 0, DAY)
    try:
        count = cache.incr(key)
    except ValueError:  # evicted since
        return
    if count > settings.FLAGS_PER_DAY:
        raise TooMany


@contextmanager
def once(*words: object) -> Iterator[bool]:
    """Whether this is the first time within minutes; what failed does not count as a time."""
    key = f"flag-{salted_hmac('courses.feedback', repr(words), algorithm='sha256').hexdigest()}"
    is_first = cache.add(key, True, SAME_WITHIN)
    try:
        yield is_first
    except BaseException:
        if is_first:
            cache.delete(key)
        raise
