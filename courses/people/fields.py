"""Fields of forms that choose among rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class NoOverflowMixin:
    """A key too large for any row is no choice, where SQLite only fails on it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)  # type: ignore[misc]
        except OverflowError as error:
            message = forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"]
            params = {"value": ", ".join(map(str, value))[:100]}
            raise ValidationError(message, code="invalid_choice", params=params) from error


class SeveralField(NoOverflowMixin, forms.ModelMultipleChoiceField):
    """Several rows, by their keys."""
