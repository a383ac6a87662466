"""What a manager says to invite people, and what somebody types who has a code."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.learning.models import Offering
from courses.people.invitations import MOST_USES, is_a_domain, not_public
from courses.people.organisations import Organisation

from .enrolling import offerings_for

LONGEST = timedelta(days=365)


class InvitationForm(forms.Form):
    offering = forms.ModelChoiceField(
        label=_("Course that they may then take"),
        queryset=Offering.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("None"),
        help_text=_(
            "Where a course costs a seat, each who joins takes one of yours; once none is free,"
            " they only join."
        ),
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    max_uses = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=MOST_USES, initial=30
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most a year from today."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"expires_on": today + timedelta(days=30)})
        found = offerings_for(organisation)
        self.fields["offering"].queryset = found  # type: ignore[attr-defined]

    def clean_expires_on(self) -> datetime:
        """The end of that day."""
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("Choose a day from today on, and within a year."))
        return timezone.make_aware(datetime.combine(day, time.max))


class DomainForm(forms.Form):
    domain = forms.CharField(
        label=_("Domain"),
        max_length=253,
        validators=[is_a_domain, not_public],
        help_text=_("What stands after the @, such as ministry.example."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Ten letters and numbers, such as 7K3QF-9XW2M."),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
