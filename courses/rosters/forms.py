"""What an upload, a claim and a supervised device ask."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Offering
from courses.people.organisations import Organisation

from .checking import read
from .enrolling import offerings_for, refusal
from .reading import ENCODINGS, LARGEST_FILE, SEPARATORS, Unreadable


class UploadForm(forms.Form):
    """The list, and where its people belong; read once here, so that nothing unfit is kept."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=_("CSV or XLSX, at most 5 MB and 25,000 people."),
        max_length=200,
        allow_empty_file=True,  # we say better what to do
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split the list."))
        self.content = file.read()
        try:
            read(self.content)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return file

    def wanted(self) -> dict[str, Any]:
        """The fields of the roster."""
        return {"filename": (self.cleaned_data["file"].name or "")[:200], "content": self.content}


class ManagerUploadForm(UploadForm):
    offering: Any = forms.ModelChoiceField(
        label=_("Enrol them in"),
        queryset=Offering.objects.none(),
        required=False,
        empty_label=_("No course yet: only add them"),
        widget=forms.Select(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offering"].queryset = offerings_for(organisation).select_related("course")

    def clean_offering(self) -> Offering | None:
        offering: Offering | None = self.cleaned_data["offering"]
        if offering and (reason := refusal(offering, may_give_seats=True)):
            raise forms.ValidationError(reason)
        return offering

    def wanted(self) -> dict[str, Any]:
        return super().wanted() | {"offering": self.cleaned_data["offering"]}


class FacilitatorUploadForm(UploadForm):
    organisation: Any = forms.ModelChoiceField(
        label=_("They belong to"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, organisations: Any, offering: Offering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = organisations
        self.offering = offering

    def clean(self) -> dict[str, Any]:
        if reason := refusal(self.offering, may_give_seats=False):
            raise forms.ValidationError(reason)
        return super().clean() or {}

    def wanted(self) -> dict[str, Any]:
        chosen = {"organisation": self.cleaned_data["organisation"], "offering": self.offering}
        return super().wanted() | chosen


class ReadingForm(forms.Form):
    """How a CSV file is to be read, where we guessed wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(ENCODINGS.items()))
    separator = forms.ChoiceField(label=_("Between the columns"), choices=list(SEPARATORS.items()))
