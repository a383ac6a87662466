"""The learners of 13 to 17 of an organisation, and what becomes of the consent for each."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.people import looking
from courses.people.models import Person
from courses.people.organisations import Organisation, Role
from courses.people.scope import organisation_or_404
from lms.users.requests import SignedInRequest

from . import consents
from .consent_forms import ConsentForm

PAGE_SIZE = 100


@login_required
@require_safe
def minors(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Also where none may be added any more."""
    mine = organisation_or_404(request, organisation, Role.MANAGER)
    rows = Paginator(consents.minors_of(mine), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1"))
    _note(request, [row.person_id for row in page])
    context = {"organisation": mine, "page": page}
    return render(request, "courses/rosters/minors.html", context)


def _note(request: SignedInRequest, people: list[int]) -> None:
    looking.note(by=request.user, people=people, what=looking.What.PEOPLE)


@login_required
@require_http_methods(["GET", "POST"])
def consent(request: SignedInRequest, organisation: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Of one of them: what it is today, and what may be said of it."""
    mine = organisation_or_404(request, organisation, Role.MANAGER)
    theirs = consents.minors_of(mine).values("person")
    people = Person.objects.select_related("guardian_consent")
    found = get_object_or_404(people, uuid=person, pk__in=theirs)
    _note(request, [found.pk])
    what = request.POST.get("what", "")
    is_again = what == "again"
    today = {"seen_on": timezone.localdate()}
    form = ConsentForm(request.POST if is_again else None, initial=today)
    if request.method == "POST" and (not is_again or form.is_valid()):
        _do(request, what, mine, found, form)
        return redirect("rosters:minors", organisation)
    context = {"organisation": mine, "person": found, "form": form}
    return render(request, "courses/rosters/consent.html", context)


def _do(
    request: SignedInRequest, what: str, mine: Organisation, person: Person, form: ConsentForm
) -> None:
    who: dict[str, Any] = {"person": person, "organisation": mine, "by": request.user}
    is_done, said = False, ""
    if what == "of_age":
        is_done = consents.come_of_age(**who)
        said = _("%(name)s is of age, and learns as adults do.")
    elif what == "withdrawn":
        is_done = consents.withdraw(**who)
        said = _("%(name)s is out of all courses, and no card of theirs works any more.")
    elif what == "again":
        seen = {name: form.cleaned_data[name] for name in ("seen_on", "kept_where")}
        is_done = consents.give_again(**who, **seen)
        said = _("The consent for %(name)s is kept. Now enrol them, and print a card.")
    if is_done:
        messages.success(request, said % {"name": person})
    else:
        messages.warning(request, _("Nothing was changed: that was so already."))
