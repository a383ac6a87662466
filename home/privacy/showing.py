"""What is held about a person in plain words, for the page and for the download."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, Model, QuerySet
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext

from courses.models import Person
from courses.people.holding import Held
from lms.users.models import User

from .registry import SHOWN

MOST = 5  # rows of one kind on the page; the download has all


@dataclass
class Shown:
    """One kind: its rows as pairs of words; ``more`` says that the download has others."""

    held: Held
    rows: list[list[tuple[Any, Any]]]
    more: bool


def on_page(person: Person) -> list[Shown]:
    """What there is, the latest of each kind: one query for each kind there is, and one to find
    which those are, whatever the history.
    """
    found = []
    for held in _there(person):
        rows = list(_values(held, person)[: MOST + 1])
        shown = [in_words(held, row) for row in rows[:MOST]]
        found.append(Shown(held=held, rows=shown, more=len(rows) > MOST))
    return found


def _there(person: Person) -> list[Held]:
    """The kinds of which there is a row; whose page it is has an account."""
    if person.user_id is None:
        return []
    kinds = {f"kind_{place}": held for place, held in enumerate(SHOWN) if held.path}
    asked = {name: Exists(held.rows(person)) for name, held in kinds.items()}
    answer = User.objects.filter(pk=person.user_id).values(**asked).first() or {}
    return [held for name, held in kinds.items() if answer.get(name)]


def nobodys() -> list[Held]:
    """What is kept without whose it is."""
    return [held for held in SHOWN if not held.path]


def everything(person: Person) -> Iterator[tuple[Held, Iterator[dict[str, Any]]]]:
    """All rows, read bit by bit."""
    for held in SHOWN:
        if held.path:
            yield held, _values(held, person).iterator(chunk_size=500)


def _values(held: Held, person: Person) -> QuerySet:
    return held.rows(person).values(*held.fields)


def in_words(held: Held, row: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Each value with its words; what is empty is left out."""
    pairs = [(held.fields[name], _word(held.model, name, row[name])) for name in held.fields]
    return [(label, word) for label, word in pairs if word != ""]


def _word(model: type[Model], lookup: str, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return localize(localtime(value))
    if isinstance(value, date):
        return localize(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):  # what another site told when somebody signed in
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    choices = dict(getattr(_field(model, lookup), "flatchoices", None) or ())
    return choices.get(value, value)


def _field(model: type[Model], lookup: str) -> Any:
    """The field at the end of a lookup; None within JSON, and of an annotation."""
    field: Any = None
    here: Any = model
    try:
        for part in lookup.split("__"):
            field = here._meta.get_field(part) if here else None
            here = field.related_model if field else None
    except FieldDoesNotExist:
        return None
    return field
