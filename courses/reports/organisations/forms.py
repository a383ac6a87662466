"""What a manager chooses and fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.editions.models import Course
from courses.people.organisations import Organisation, OrganisationQuerySet

from .records import FORMER
from .standings import TOGETHER_NAMES, Standing


class UnitField(forms.ModelChoiceField):
    """A unit, named with the place it has in the tree."""

    def __init__(self, **how: Any) -> None:
        how.setdefault("widget", forms.Select(attrs={"dir": "auto"}))
        super().__init__(queryset=Organisation.objects.none(), to_field_name="uuid", **how)

    def label_from_instance(self, unit: Organisation) -> str:
        return f"{'– ' * (unit.depth - self.top)}{unit.name}"  # noqa: RUF001

    def offer(self, units: OrganisationQuerySet, top: int) -> None:
        self.top = top
        self.queryset = units


class RecordFilter(forms.Form):
    """Which rows; what is no choice narrows nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    unit = UnitField(label=_("Unit"), required=False, empty_label=_("All"))
    course = forms.ChoiceField(
        label=_("Course"), required=False, widget=forms.Select(attrs={"dir": "auto"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            *TOGETHER_NAMES,
            *Standing.choices,
            (FORMER, _("Everybody who has left")),
        ],
    )

    def __init__(
        self, data: Any, *, units: OrganisationQuerySet, top: int, courses: dict[str, str]
    ) -> None:
        super().__init__(data)
        self.fields["unit"].offer(units, top)  # type: ignore[attr-defined]
        choices = [("", _("All")), *courses.items()]
        self.fields["course"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if "course" in chosen:
            chosen["course"] = Course.objects.filter(uuid=chosen["course"]).first()
        return chosen


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Name or service number"), required=False, max_length=200)
    unit = UnitField(label=_("Unit"), required=False, empty_label=_("All"))

    def __init__(self, data: Any, *, units: OrganisationQuerySet, top: int) -> None:
        super().__init__(data)
        self.fields["unit"].offer(units, top)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MoveForm(forms.Form):
    to = UnitField(label=_("To which unit?"), empty_label=None)

    def __init__(self, data: Any, *, units: OrganisationQuerySet, top: int) -> None:
        super().__init__(data)
        self.fields["to"].offer(units, top)  # type: ignore[attr-defined]
