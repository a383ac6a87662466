"""What a release asks its author, and what lists of readers' words are narrowed by."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from courses.assessment.marks import Treatment
from courses.assessment.regrading import key_of
from courses.assessment.rekeying import (
    CHOICES,
    Bodies,
    NoKey,
    accepted_since,
    kind_of,
    with_accepted,
    with_right,
)
from courses.editions.models import QuestionVersion
from courses.feedback.models import FlagState
from courses.people.fields import OneField

DEFAULT_TEACH_OUT = timedelta(days=30)


def default_teach_out():
    return timezone.localdate() + DEFAULT_TEACH_OUT


class ReleaseForm(forms.Form):
    change = forms.ChoiceField(
        label=_("What kind of change is this?"),
        choices=[
            ("minor", _("Minor: learners in the middle get it at once; their ticks stay")),
            ("material", _("Material: they finish what they began, until a date")),
        ],
        initial="minor",
        widget=forms.RadioSelect,
    )
    teach_out_on = forms.DateField(
        label=_("Until when may they finish the old edition?"),
        help_text=_("Only for a material change. Afterwards they move; their ticks stay."),
        required=False,
        initial=default_teach_out,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_teach_out_on(self):
        day = self.cleaned_data["teach_out_on"]
        if self.cleaned_data.get("change") == "material":
            if not day:
                raise ValidationError(_("A material change needs a date."))
            if day <= timezone.localdate():
                raise ValidationError(_("Choose a date in the future."))
        return day


class CourseFilter(forms.Form):
    """One of the courses that somebody may edit."""

    course = OneField(
        label=_("Course"),
        queryset=None,
        required=False,
        empty_label=None,
        widget=forms.Select(attrs={"dir": "auto"}),
    )

    def __init__(self, data, *, courses) -> None:
        super().__init__(data)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]

    def chosen(self, name: str):
        """What was chosen, None where nothing was or something that is not on offer."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class AnalysisFilter(forms.Form):
    """One edition and one language of those that a quiz was taken in; all where nothing is said."""

    edition = forms.TypedChoiceField(
        label=_("Edition"), coerce=int, required=False, empty_value=None
    )
    locale = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data, *, editions: list[int], locales: dict[str, str]) -> None:
        super().__init__(data)
        numbers = [(str(number), str(number)) for number in editions]
        self.fields["edition"].choices = [("", _("All")), *numbers]  # type: ignore[attr-defined]
        self.fields["locale"].choices = [("", _("All")), *locales.items()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, None where nothing was or something that is not on offer."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class FlagFilter(CourseFilter):
    state = forms.ChoiceField(
        label=_("State"),
        choices=[*FlagState.choices, ("all", _("All"))],
        initial=FlagState.OPEN,
        required=False,
    )

    def __init__(self, data, *, courses) -> None:
        super().__init__(data, courses=courses)
        self.fields["course"].empty_label = _("All courses")  # type: ignore[attr-defined]


class RegradeForm(forms.Form):
    """What is right after all, where that is the decision, and the reason for it."""

    def __init__(self, data, *, version: QuestionVersion, treatment: str) -> None:
        super().__init__(data)
        self.version = version
        self.bodies: dict[str, Any] = {}
        if treatment == Treatment.REKEY:
            self._add_key(key_of(version))
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=300,
            help_text=_("Learners read it below their result: one plain sentence, no names."),
        )

    def _add_key(self, key: Bodies) -> None:
        if kind_of(key) in CHOICES:
            body = key.get(Locale.get_default().language_code) or next(iter(key.values()))
            self.fields["right"] = forms.MultipleChoiceField(
                label=_("What is right"),
                choices=[(choice["id"], choice["text"]) for choice in body["choices"]],
                initial=[choice["id"] for choice in body["choices"] if choice["correct"]],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Tick at least one choice.")},
            )
        else:
            self.fields["accepted"] = forms.CharField(
                label=_("Also right"),
                required=False,
                initial="\n".join(accepted_since(key)),
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
                help_text=_(
                    "One a line, beside what the author accepts. In words * stands for any "
                    "characters; write numbers like 12 or 12.5."
                ),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        try:
            if given.get("right"):
                self.bodies = with_right(self.version.bodies, given["right"])
            elif "accepted" in given:
                self.bodies = with_accepted(self.version.bodies, given["accepted"].splitlines())
        except NoKey as error:
            self.add_error("accepted", gettext(error.args[0]))
        return given
