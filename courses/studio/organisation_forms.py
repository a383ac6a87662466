"""What administrators fill in about organisations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.people.organisations import Organisation, Role
from lms.users.models import User

GIVEN = [choice for choice in Role.choices if choice[0] != Role.MEMBER]


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{'– ' * (organisation.depth - 1)}{organisation.name}"  # noqa: RUF001


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    parent = ParentField(
        label=_("Part of"),
        queryset=Organisation.objects.all(),
        to_field_name="uuid",
        required=False,
        empty_label=_("Nothing: it stands for itself"),
        widget=forms.Select(attrs={"dir": "auto"}),
        help_text=_(
            "Who has a role in what it is part of reaches it too, with all below it: who belongs"
            " there now, and what those who have left did there, also before a move. Who has a"
            " role above the old place no longer sees any of it."
        ),
    )
    may_enrol_minors = forms.BooleanField(
        label=_("May add learners of 13 to 17"),
        required=False,
        help_text=_(
            "With a pseudonym, a card, and a guardian's consent that somebody has seen. It holds"
            " for everything below it too."
        ),
    )

    def __init__(self, data: Any, *, organisation: Organisation | None = None, **how: Any) -> None:
        super().__init__(data, **how)
        if organisation:  # not below itself
            parent = organisation.get_parent()
            self.initial = {
                "name": organisation.name,
                "parent": parent.uuid if parent else None,
                "may_enrol_minors": organisation.may_enrol_minors,
            }
            rows = Organisation.objects.exclude(path__startswith=organisation.path)
            self.fields["parent"].queryset = rows  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of their account"))
    role = forms.ChoiceField(label=_("Role"), choices=GIVEN)
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until somebody ends it."),
    )
    contact = forms.CharField(
        label=_("How to reach them, for a focal point"),
        required=False,
        max_length=300,
        help_text=_(
            "Shown to the people of the organisation on “Worried about someone?”, for a year from"
            " today: a phone number or an address, and when somebody answers. This is not a place"
            " to report a concern."
        ),
    )

    def clean_email(self) -> User:
        user = User.objects.for_email(self.cleaned_data["email"])
        if user is None or not user.is_active:
            raise ValidationError(_("No account has this address. They sign up first."))
        return user

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("Choose a day from today on, or none."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.FOCAL_POINT and not data.get("contact"):
            self.add_error("contact", _("Say how people reach the focal point."))
        return data
