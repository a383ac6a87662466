"""What an import of questions asks."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.questions.formats import SUFFIXES, Unreadable, format_of
from courses.questions.models import QuestionBank, objective_code


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Moodle XML (.xml), GIFT (.gift, .txt), CSV or XLSX."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    bank: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Into the bank"),
        widget=forms.Select(attrs={"dir": "auto"}),
        queryset=QuestionBank.objects.all(),
        required=False,
        empty_label=gettext_lazy("A new bank"),
    )
    new_bank = forms.CharField(
        label=gettext_lazy("Name of the new bank"), required=False, max_length=200
    )
    objective = forms.CharField(
        label=gettext_lazy("Objective"),
        help_text=gettext_lazy("Its code, for questions whose file says none: 4.1"),
        initial="1",
        max_length=10,
        validators=[objective_code],
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Write new drafts of questions that are there with other content"),
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        limit = settings.QUESTIONS_MAX_UPLOAD_SIZE
        if file.size > limit:
            message = _("This file is too large: %(size)s. It may have %(limit)s.")
            sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
            raise ValidationError(message % sizes)
        self.content = file.read()
        try:
            format_of(file.name, self.content)
        except Unreadable as error:
            raise ValidationError(str(error)) from error
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("bank") and not data.get("new_bank", "").strip():
            self.add_error("new_bank", _("Choose a bank, or write the name of a new one."))
        return data

    def wanted(self) -> dict[str, Any]:
        """The fields of the import."""
        data = self.cleaned_data
        return {
            "filename": data["file"].name,
            "content": self.content,
            "bank": data["bank"].slug if data["bank"] else data["new_bank"].strip(),
            "objective": data["objective"],
            "replace": data["replace"],
        }
