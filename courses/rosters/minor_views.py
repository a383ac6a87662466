"""The form that adds a learner of 13 to 17."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.learning.forms import CertificateNameField
from courses.learning.models import Offering
from courses.learning.prerequisites import PrerequisitesMissing, asked_first, in_words
from courses.payments.seats import NoSeatLeft
from courses.people.organisations import Role
from courses.people.scope import organisation_or_404
from lms.users.requests import SignedInRequest

from .consent_forms import ConsentForm
from .enrolling import no_seats, offerings_for, refusal
from .minors import add_minor, may_add_minors
from .models import Organisation

AGES = {
    "13-17": gettext_lazy("13 to 17"),
    "under": gettext_lazy("Under 13"),
    "over": gettext_lazy("18 or over"),
}


NEEDS_FIRST = gettext_lazy("Before this course they have to complete: %(courses)s.")


class MinorForm(ConsentForm):
    age = forms.ChoiceField(
        label=gettext_lazy("How old are they today? (We do not keep it.)"),
        choices=list(AGES.items()),
        widget=forms.RadioSelect,
    )
    pseudonym = CertificateNameField(
        label=gettext_lazy("Pseudonym"),
        help_text=gettext_lazy("Never the real name. Letters only, such as “Silver Heron”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    offering: Any = forms.ModelChoiceField(
        label=gettext_lazy("Enrol them in"),
        queryset=Offering.objects.none(),
        required=False,
        empty_label=gettext_lazy("No course yet: only add them"),
        widget=forms.Select(attrs={"dir": "auto"}),
    )
    field_order = ("age", "pseudonym", "offering")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offering"].queryset = offerings_for(organisation).select_related("course")

    def clean_age(self) -> str:
        age: str = self.cleaned_data["age"]
        if age == "under":
            message = _(
                "Nobody under 13 has an account or a card here. Lead a session yourself, with the"
                " lessons printed or on a screen, and write down how many took part, without names."
            )
            raise forms.ValidationError(message)
        if age == "over":
            raise forms.ValidationError(_("Adults are added by a list, with their own name."))
        return age

    def clean_offering(self) -> Offering | None:
        offering: Offering | None = self.cleaned_data["offering"]
        if offering and (reason := refusal(offering, may_give_seats=True)):
            raise forms.ValidationError(reason)
        if offering and (asked := asked_first(offering)):
            raise forms.ValidationError(NEEDS_FIRST % {"courses": asked})
        return offering


def _is_added(request: SignedInRequest, mine: Organisation, form: MinorForm) -> bool:
    """False where no seat is left, or a course is needed first since a moment; the form says it."""
    names = ("offering", "pseudonym", "seen_on", "kept_where")
    wanted = {name: form.cleaned_data[name] for name in names}
    try:
        add_minor(organisation=mine, by=request.user, language=get_language() or "en", **wanted)
    except NoSeatLeft as error:
        form.add_error("offering", no_seats(error))
        return False
    except PrerequisitesMissing as error:
        lacks = (lack.needed for lacks in error.lacks.values() for lack in lacks)
        form.add_error("offering", NEEDS_FIRST % {"courses": in_words(lacks)})
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    mine: Organisation = organisation_or_404(request, organisation, Role.MANAGER)
    if not may_add_minors(mine):
        raise Http404
    today = {"seen_on": timezone.localdate()}
    form = MinorForm(request.POST or None, initial=today, organisation=mine)
    if form.is_valid() and _is_added(request, mine, form):
        said = _("%(name)s is added. Now print the card.")
        messages.success(request, said % {"name": form.cleaned_data["pseudonym"]})
        return redirect("rosters:cards", organisation)
    context = {"form": form, "organisation": mine}
    return render(request, "courses/rosters/minor.html", context)
