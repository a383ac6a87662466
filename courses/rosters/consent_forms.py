"""What is asked of a guardian's consent."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ConsentForm(forms.Form):
    has_consent = forms.BooleanField(
        label=gettext_lazy("I have seen the written consent of a parent or guardian")
    )
    seen_on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    kept_where = forms.CharField(
        label=gettext_lazy("Where the paper is kept"),
        help_text=gettext_lazy("A place, not a name: “safe of the office in Bunia, folder 3”."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is yet to come."))
        return day
