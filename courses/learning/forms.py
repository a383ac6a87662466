"""What a learner fills in before the first lesson."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.people import names
from courses.people.minors import is_minor
from courses.people.models import Person
from lms.printing.fonts import is_covered

AREAS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def time_zones() -> list[tuple[Any, Any]]:
    """Every zone people live in by area: its IANA name, shown as the place it is named for."""
    groups: dict[str, list[tuple[str, str]]] = {area: [] for area in AREAS}
    for zone in sorted(zoneinfo.available_timezones()):
        area, _slash, place = zone.partition("/")
        if area in groups and place:
            groups[area].append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *((AREAS[area], zones) for area, zones in groups.items())]


NAMES = ("given_name", "family_name")


class CertificateNameField(forms.CharField):
    """A name in NFC whose every character can be printed on a certificate."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=names.MAX_LENGTH, **kwargs)

    def clean(self, value: str | None) -> str:
        name = super().clean(names.normalise(value or ""))
        if name and not names.has_letter(name):
            raise forms.ValidationError(_("A name needs at least one letter."))
        wrong = names.problem_characters(name, is_covered=is_covered)
        if wrong:
            raise forms.ValidationError(
                _("We cannot print %(characters)s on a certificate. Please write it otherwise."),
                params={"characters": ", ".join(names.describe(c) for c in wrong)},
            )
        return name


class CertificateNameForm(forms.Form):
    """The name as it shall stand on a certificate."""

    given_name = CertificateNameField(
        label=_("Given name"),
        required=False,
        help_text=_("As you want it on your certificate. Leave it empty if you have one name."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    family_name = CertificateNameField(
        label=_("Family name"),
        help_text=_("Or your only name."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "dir": "auto"}),
    )


class EnrolForm(CertificateNameForm):
    """The name is not asked of a minor, who keeps the pseudonym.

    On a device that is shared the browser shall suggest nobody's name to the next.
    """

    def __init__(
        self, *args: Any, person: Person | None = None, is_shared: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_shared:
            for name in NAMES:
                self.fields[name].widget.attrs["autocomplete"] = "off"
        self.kept: dict[str, str] = {}
        if person and is_minor(person):
            self.kept = {name: getattr(person, name) for name in NAMES}
            for name in NAMES:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | self.kept

    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=time_zones,
        initial="UTC",
        help_text=_("So that times and dates are shown as they are for you."),
    )
