"""Everything that is held about a person as a file: JSON for machines, HTML for people.

The JSON, in version 1: ``{"format": 1, "made_at", "person", "held": [{"model", "title", "kept",
"rows": [{field: value}]}]}``, where times are ISO 8601 in UTC; docs/privacy.md describes it.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from courses.models import Person
from courses.people.holding import Held

from .showing import everything, in_words, nobodys

FORMAT = 1


def as_json(person: Person) -> Iterator[str]:
    """Bit by bit, so that a long history fits."""
    uuid = person.uuid if person.pk else None  # an account that has no record yet
    head = {"format": FORMAT, "made_at": timezone.now(), "person": uuid}
    yield _json(head)[:-1] + ', "held": ['
    for place, (held, rows) in enumerate(everything(person)):
        about = {"model": held.key, "title": str(held.title), "kept": str(held.kept)}
        yield (", " if place else "") + _json(about)[:-1] + ', "rows": ['
        for number, row in enumerate(rows):
            yield (", " if number else "") + _json(row)
        yield "]}"
    yield "]}"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def as_html(person: Person) -> str:
    """One page that needs nothing else, to read and to print."""
    kinds = ((held, _entries(held, rows)) for held, rows in everything(person))
    context = {"kinds": kinds, "nobodys": nobodys(), "made_at": timezone.now()}
    return render_to_string("home/privacy/file.html", context)


def _entries(held: Held, rows: Iterator[dict[str, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    for row in rows:
        yield in_words(held, row)
