"""Fields of forms that choose among rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class NoOverflowMixin:
    """A key too large for any row is no choice, where SQLite only fails on it.

    Django itself sees to it where one row is looked up by a number, not for a page or for several.
    """

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)  # type: ignore[misc]
        except OverflowError as error:
            message = forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"]
            wrong = value if isinstance(value, str) else ", ".join(map(str, value))
            params = {"value": wrong[:100]}
            raise ValidationError(message, code="invalid_choice", params=params) from error


class SeveralField(NoOverflowMixin, forms.ModelMultipleChoiceField):
    """Several rows, by their keys."""


class OneField(NoOverflowMixin, forms.ModelChoiceField):
    """One row, by its key."""
