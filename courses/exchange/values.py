"""Single values and mappings of a file, each of the type it must have."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import dialect
from .report import Place

KINDS = {
    bool: gettext_lazy("This must be true or false."),
    date: gettext_lazy("This must be a date like 2025-03-18, without quotes."),
    dict: gettext_lazy("This must be a mapping: names with values."),
    int: gettext_lazy("This must be a whole number."),
    list: gettext_lazy("This must be a list: lines that begin with a hyphen."),
    str: gettext_lazy("This must be text; put it in quotes where it looks like something else."),
}


def read[T](kind: type[T], value: Any, place: Place) -> T:
    """The value, if it is of that very type; else an empty one, and a refusal."""
    if type(value) is not kind:
        place.refuse(KINDS[kind])
        return date.min if kind is date else kind()  # type: ignore[return-value]
    if isinstance(value, str) and dialect.CONTROL.search(value):
        place.refuse(_("There is an invisible control character in this text."))
        return kind()
    return value


def mapping(
    value: Any, place: Place, *, required: tuple[str, ...] = (), optional: dict[str, Any]
) -> dict[str, Any]:
    """All its keys: what may be left out has a value in ``optional``; no others are allowed."""
    data = read(dict, value, place)
    if data is value:
        for key in sorted(map(str, data.keys() - {*required, *optional})):
            place.refuse(_("“%(key)s” is not known here.") % {"key": key})
        for key in required:
            if key not in data:
                place.refuse(_("“%(key)s” is missing.") % {"key": key})
    return {**optional, **data}


def fields(model: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[str, ...], dict]:
    """Which fields of a model a file must say, and the values of those it may leave out."""
    optional = {}
    for name in names:
        field = model._meta.get_field(name)
        if isinstance(field, models.Field) and (field.has_default() or field.blank):
            default = field.get_default()
            # A member of TextChoices or IntegerChoices stands for its value.
            optional[name] = getattr(default, "value", default)
    return tuple(name for name in names if name not in optional), optional


def read_fields(
    model: type[models.Model], names: tuple[str, ...], data: dict[str, Any], place: Place
) -> dict[str, Any]:
    """The values of these fields, each as the model wants it."""
    plain: dict[str, Any] = {}
    for name in names:
        if name in data:
            field = model._meta.get_field(name)
            plain[name] = read(_kind(field), data[name], place / name)
            if plain[name] is data[name]:
                _refuse_what_the_model_refuses(field, plain[name], place / name)
    return plain


def _refuse_what_the_model_refuses(field, value: Any, place: Place) -> None:
    try:
        field.clean(value, None)
    except ValidationError as error:
        for message in error.messages:
            place.refuse(message)


def _kind(field) -> type:
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.JSONField):
        return dict
    return int if isinstance(field, models.IntegerField) else str
