"""What verifiers type, and what registrars fill in."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.forms import CertificateNameField

from . import claims
from .states import REPLACE_REASONS, REVOKE_REASONS, Reason


class FindForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        help_text=_("12 letters and digits below the QR code. Capitals and hyphens do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code that stands below the QR code.")},
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        match claims.reads_as(typed):
            case "code":
                return claims.normalise_code(typed) or ""
            case "number":
                raise forms.ValidationError(
                    _("This is the certificate number. Type the code below the QR code.")
                )
            case _other:
                raise forms.ValidationError(
                    _("This is not a code: a code has 12 letters and digits, like 7K3Q-F9XW-2MAB.")
                )


class FamilyNameForm(forms.Form):
    family_name = forms.CharField(
        label=_("Family name of the holder"),
        max_length=200,
        help_text=_("As on the paper. Capitals, accents and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Type the family name that stands on the paper.")},
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("The certificate or badge as a file (PDF, PNG, SVG or JSON), of 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.svg,.json"}),
        allow_empty_file=True,  # the answer says so
        error_messages={"required": _("Choose the file of the certificate.")},
    )


class ListForm(forms.Form):
    list = forms.FileField(
        label=_("List"),
        help_text=_(
            "A CSV file with the columns Number and Family name, and at most 500 certificates."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with your list.")},
    )


class ReasonField(forms.TypedChoiceField):
    """One of the public reasons for an ending."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        super().__init__(
            label=_("Reason"),
            choices=[(reason.value, reason.label) for reason in reasons],
            coerce=Reason,
            widget=forms.RadioSelect,
            help_text=_("Anybody who verifies the certificate reads this."),
        )


class RevokeForm(forms.Form):
    reason = ReasonField(REVOKE_REASONS)
    note = forms.CharField(
        label=_("Note for the record"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only registrars read it. Do not write about a case or about a child."),
    )


class ReplaceForm(RevokeForm):
    given_name = CertificateNameField(label=_("Given name"), required=False)
    family_name = CertificateNameField(label=_("Family name"))
    reason = ReasonField(REPLACE_REASONS)

    field_order = ("given_name", "family_name", "reason", "note")
