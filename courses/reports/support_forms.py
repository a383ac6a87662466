"""What a facilitator says about more time, and about the dates of a quiz."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.assessment.allowances import Accommodation
from courses.editions.content import OutlineItem
from courses.learning.models import Enrolment

EVERY_QUIZ = ""
YEARS = range(2000, 2101)


class AccommodationForm(forms.ModelForm):
    """The same for one learner or for many."""

    enrolments = forms.ModelMultipleChoiceField(
        label=_("For whom?"),
        queryset=Enrolment.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one learner.")},
    )
    item_uuid = forms.TypedChoiceField(
        label=_("In which quiz?"),
        required=False,
        empty_value=None,
        coerce=str,
        widget=forms.Select(attrs={"dir": "auto"}),
    )

    class Meta:
        model = Accommodation
        fields = ("extra_time_percent", "extra_attempts", "extra_days", "reason", "ends_on")
        widgets = {"ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "extra_time_percent": _("50 means half as much time again. 0 for none."),
            "extra_days": _("Where the quiz has a last day. 0 for none."),
            "reason": _(
                "For example: agreed on 3 May. No detail of health, of a real case, a real child "
                "or a real colleague. This is not a place to report a concern."
            ),
            "ends_on": _("The last day on which this holds. Empty: as long as the course."),
        }

    field_order = ("enrolments", "item_uuid")

    def __init__(self, data: Any, *, enrolments: Any, quizzes: Iterable[OutlineItem]) -> None:
        super().__init__(data)
        self.fields["enrolments"].queryset = enrolments  # type: ignore[attr-defined]
        self.fields["enrolments"].label_from_instance = _name  # type: ignore[attr-defined]
        choices = [(EVERY_QUIZ, _("Every quiz")), *((str(q.uuid), q.title) for q in quizzes)]
        self.fields["item_uuid"].choices = choices  # type: ignore[attr-defined]

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("Choose a date in the future, or none."))
        return day


def _name(enrolment: Enrolment) -> str:
    return str(enrolment.person)


class WindowForm(forms.Form):
    """From when until when one quiz is open."""

    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("opens_at", "closes_at"):
            if data.get(name) and data[name].year not in YEARS:
                self.add_error(name, _("Write a year between 2000 and 2100, or leave it empty."))
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The quiz closes before it opens."))
        return data
