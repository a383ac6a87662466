"""The people of an organisation: list, one of them, move, end, enrol."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.learning.models import Offering
from courses.learning.prerequisites import PrerequisitesMissing
from courses.payments.seats import NoSeatLeft
from courses.people import looking, placing
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation
from courses.people.scope import ever_in, members_of
from courses.rosters import enrolling
from lms.users.requests import SignedInRequest, post_only

from .access import doors_of, managed_or_404
from .forms import MoveForm, PeopleFilter
from .people import history_of, membership_or_none, people_of
from .records import names_of, records_of, shown
from .views import PAGE_SIZE, is_uuid

LACKING_NOW = gettext_lazy(
    "Nothing was changed: somebody you ticked lacks what the course asks for first. Tick them again"
    " to see who."
)


@login_required
@require_safe
def people(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Who belongs there today."""
    mine = managed_or_404(request, organisation)
    units = Organisation.objects.below([mine])
    form = PeopleFilter(request.GET, units=units, top=mine.depth)
    rows = Paginator(people_of(mine, form.wanted), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1"))
    _note(request, [row.person_id for row in page])
    context = {
        "organisation": mine,
        "form": form,
        "page": page,
        "offerings": enrolling.offerings_for(mine),
        "doors": doors_of(request.user, mine),
        "here": "people",
    }
    return render(request, "courses/reports/organisations/people.html", context)


@login_required
@require_safe
def person(request: SignedInRequest, organisation: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """What the organisation may read of one person, who can read that it was looked at."""
    mine = managed_or_404(request, organisation)
    theirs = ever_in([mine]).values("person")
    found = get_object_or_404(Person.objects.present(), uuid=person, pk__in=theirs)
    looking.note(by=request.user, people=[found.pk], what=looking.What.ORGANISATION)
    units = names_of(list(Organisation.objects.below([mine])))
    rows = records_of(mine, now=timezone.now()).filter(person=found).order_by("-pk")
    history = list(history_of(mine, found))
    context = {
        "organisation": mine,
        "person": found,
        "history": history,
        "current": [row for row in history if row.is_running],
        "rows": shown(rows, units, get_language() or "en"),
        "here": "people",
    }
    return render(request, "courses/reports/organisations/person.html", context)


def _note(request: SignedInRequest, people: list[int]) -> None:
    looking.note(by=request.user, people=people, what=looking.What.PEOPLE)


def _membership_or_404(
    request: SignedInRequest, mine: Organisation, membership: uuid.UUID
) -> Membership:
    """One to move or to end, whose person can read that they were looked at."""
    found = membership_or_none(mine, membership)
    if found is None:
        raise Http404
    _note(request, [found.person_id])
    return found


@login_required
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, organisation: uuid.UUID, membership: uuid.UUID) -> HttpResponse:
    """To another unit of the same organisation, from today."""
    mine = managed_or_404(request, organisation)
    found = _membership_or_404(request, mine, membership)
    units = Organisation.objects.below([mine]).exclude(pk=found.organisation_id)
    form = MoveForm(request.POST or None, units=units, top=mine.depth)
    if form.is_valid():
        to = form.cleaned_data["to"]
        placing.move(membership=found, to=to, by=request.user)
        said = _("%(name)s is in %(unit)s from today.")
        messages.success(request, said % {"name": found.person, "unit": to})
        return redirect("organisations:person", mine.uuid, found.person.uuid)
    context = {"organisation": mine, "membership": found, "form": form, "here": "people"}
    context["has_units"] = units.exists()
    return render(request, "courses/reports/organisations/move.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, organisation: uuid.UUID, membership: uuid.UUID) -> HttpResponse:
    """Somebody leaves; what they did while they were here stays in view."""
    mine = managed_or_404(request, organisation)
    found = _membership_or_404(request, mine, membership)
    if request.method == "POST":
        placing.leave(membership=found, by=request.user)
        said = _("%(name)s no longer belongs to %(unit)s.")
        messages.success(request, said % {"name": found.person, "unit": found.organisation})
        return redirect("organisations:people", mine.uuid)
    context = {"organisation": mine, "membership": found, "here": "people"}
    return render(request, "courses/reports/organisations/end.html", context)


@login_required
@post_only("organisations:people", "organisation")
def enrol(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Those who were ticked, in an offering; where it is paid for, all of them or nobody."""
    mine = managed_or_404(request, organisation)
    offering, chosen = _chosen(request, mine)
    if not offering or not chosen:
        messages.warning(request, _("Choose a course and tick at least one person."))
        return redirect("organisations:people", mine.uuid)
    giver = enrolling.Giver(mine, request.user, str(mine.uuid))
    locale = get_language() or "en"
    try:
        done = enrolling.enrol_people(people=chosen, offering=offering, giver=giver, locale=locale)
        messages.success(request, done.said(str(offering)))
    except NoSeatLeft as error:
        messages.error(request, enrolling.no_seats(error))
    except PrerequisitesMissing:  # a completion was taken back at this very moment
        messages.error(request, LACKING_NOW)
    return redirect("organisations:people", mine.uuid)


def _chosen(request: SignedInRequest, mine: Organisation) -> tuple[Offering | None, list[Person]]:
    keys = [key for key in request.POST.getlist("person")[:PAGE_SIZE] if is_uuid(key)]
    theirs = members_of([mine]).values("person")
    people = Person.objects.present().filter(uuid__in=keys, pk__in=theirs)
    wanted = request.POST.get("offering", "")
    offerings = enrolling.offerings_for(mine)
    return (offerings.filter(uuid=wanted).first() if is_uuid(wanted) else None), list(people)
