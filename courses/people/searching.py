"""How somebody is found by words that another person types."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

MOST_WORDS = 10  # more than any name has; each costs a condition for each field
LONGEST_WORD = 120  # SQLite refuses much longer ones


def has_words(words: str, fields: Iterable[str]) -> Q:
    """Every word somewhere in one of the fields, so that a whole name finds its owner."""
    fields, condition = tuple(fields), Q()
    for word in words.split()[:MOST_WORDS]:
        found = (Q(**{f"{field}__icontains": word[:LONGEST_WORD]}) for field in fields)
        condition &= reduce(or_, found)
    return condition


def is_named(words: str, prefix: str = "") -> Q:
    """Every word somewhere in the name of a person, to whom the prefix leads."""
    return has_words(words, (f"{prefix}given_name", f"{prefix}family_name"))
