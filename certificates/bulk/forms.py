"""What a job is to be done to, and why."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificates.forms import ReasonField, RevokeForm
from courses.models import Offering

from .kinds import KINDS

MOST_NUMBERS = 5000
LARGEST_FILE = 1024 * 1024
BETWEEN = re.compile(r"[\s,;\"']+")


class OfferingForm(forms.Form):
    offering = forms.ModelChoiceField(
        label=_("Offering"),
        queryset=Offering.objects.order_by("title", "pk"),
        error_messages={"required": _("Choose the offering.")},
    )


class NumbersForm(forms.Form):
    numbers = forms.CharField(
        label=_("Numbers of the certificates"),
        required=False,
        help_text=_("One a line, like 2026-7K3QF-9XW2M; at most 5000. No names."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Or a file with the numbers"),
        required=False,
        help_text=_("A text or CSV file with nothing but numbers. It is not kept."),
    )
    note = RevokeForm.base_fields["note"]

    def clean_file(self) -> str:
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if (upload.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 1 MB. Split it into several."))
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise forms.ValidationError(
                _("The file cannot be read. Save it as a text or CSV file in UTF-8.")
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = f"{cleaned.get('numbers', '')}\n{cleaned.get('file', '')}"
        numbers = list(dict.fromkeys(filter(None, BETWEEN.split(typed))))
        if not numbers and not self.errors:
            self.add_error("numbers", _("Type or paste at least one number, or choose a file."))
        if len(numbers) > MOST_NUMBERS:
            self.add_error("numbers", _("These are too many: take at most 5000 at once."))
        return {**cleaned, "numbers": numbers}


def form_for(name: str) -> type[forms.Form]:
    """The form of a kind."""
    kind = KINDS[name]
    if kind.takes == "offering":
        return OfferingForm
    if not kind.asks_reason:
        return NumbersForm
    return type("ReasonedForm", (NumbersForm,), {"reason": ReasonField(kind.asks_reason)})
