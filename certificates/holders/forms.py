"""What holders ask for, and what registrars decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates.claims import Claims
from courses.learning.forms import CertificateNameForm
from courses.learning.models import Disclosure

from .models import Refusal, Why

APPROVE = "approve"


class CorrectionForm(CertificateNameForm):
    """The name as at enrolment, and what is wrong, of a few reasons: there is no free text."""

    why = forms.ChoiceField(
        label=_("What is wrong with the name?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )

    def __init__(self, data: Any, *, claims: Claims) -> None:
        self.now = {key: claims[key] for key in ("given_name", "family_name")}
        super().__init__(data, initial=self.now)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {key: cleaned.get(key) for key in self.now} == self.now:
            raise forms.ValidationError(
                _("This is the name that stands on the certificate now. Change what is wrong.")
            )
        return cleaned


class DisclosureForm(forms.Form):
    disclosure = forms.TypedChoiceField(choices=Disclosure.choices, coerce=Disclosure)


def _decisions() -> list[tuple[str, Any]]:
    yes = (APPROVE, gettext("Approve: a new certificate with this name replaces this one."))
    reasons = Refusal.choices
    return [yes, *((key, gettext("Refuse: %(reason)s") % {"reason": it}) for key, it in reasons)]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=_decisions,
        widget=forms.RadioSelect,
        help_text=_("The holder gets a letter, and reads it on the page of the certificate."),
    )
