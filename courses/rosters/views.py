"""Lists: upload, look what would happen, confirm, see how far it is."""

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.learning.access import offering_to_join
from courses.learning.models import Offering
from courses.learning.prerequisites import asked_first, still_needed
from courses.people.access import person_of
from courses.people.organisations import Role
from courses.people.scope import organisation_or_404
from lms.cells import defused
from lms.users.requests import SignedInRequest, post_only

from . import declining, enrolling, invitations, rosters
from .access import facilitated_or_404, organisations_of, roster_or_404
from .forms import FacilitatorUploadForm, ManagerUploadForm, ReadingForm, UploadForm
from .importing import summary
from .models import Outcome, Roster, RosterInvitation, RosterRow, RosterState

PAGE_SIZE = 100
SECONDS = 3  # between two looks at a list that is at work


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """By a manager, into an organisation of theirs."""
    mine = organisation_or_404(request, organisation, Role.MANAGER)
    form = ManagerUploadForm(request.POST or None, request.FILES or None, organisation=mine)
    return _uploaded(request, form, organisation=mine)


@login_required
@require_http_methods(["GET", "POST"])
def upload_for_offering(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """By a facilitator, into an offering of theirs and an organisation where they belong."""
    mine = facilitated_or_404(request, offering)
    places = organisations_of(request.user)
    form = FacilitatorUploadForm(
        request.POST or None, request.FILES or None, organisations=places, offering=mine
    )
    return _uploaded(request, form, offering=mine, has_place=places.exists())


def _uploaded(request: SignedInRequest, form: UploadForm, **context: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        wanted = {"locale": get_language() or "en", **form.wanted()}
        if "organisation" in context:
            wanted["organisation"] = context["organisation"]
        roster = rosters.begin(by=request.user, **wanted)
        return redirect("rosters:roster", roster.uuid)
    return render(request, "courses/rosters/upload.html", {"form": form, **context})


@login_required
@require_safe
def roster(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """What would happen, or has happened, with each row; comes again while it is at work."""
    mine = roster_or_404(request, uuid)
    shown = request.GET.get("show", "")
    rows = _rows(mine, shown)
    context = {
        "roster": mine,
        "shown": shown,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")),
        "summary": summary(mine.counts),
        "progress": rosters.progress_of(mine),
        "form": _reading_form(mine),
    }
    response = render(request, "courses/rosters/roster.html", context)
    if mine.is_busy:
        response["Refresh"] = str(SECONDS)
    return response


def _rows(roster: Roster, shown: str = "") -> QuerySet[RosterRow]:
    rows = roster.rows.select_related("unit").order_by("line")
    return rows.filter(outcome=shown) if shown in Outcome.values else rows


def _reading_form(roster: Roster) -> ReadingForm | None:
    """Where there is a choice, and nothing is done yet."""
    if roster.state not in (RosterState.CHECKED, RosterState.FAILED) or not roster.separator:
        return None
    return ReadingForm(initial={"encoding": roster.encoding, "separator": roster.separator})


@login_required
@post_only("rosters:roster", "uuid")
def read_again(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    form = ReadingForm(request.POST)
    mine = roster_or_404(request, uuid)
    if not form.is_valid() or not rosters.read_again(roster=mine, **form.cleaned_data):
        messages.warning(request, _("This list cannot be read again; upload it once more."))
    return redirect("rosters:roster", uuid)


@login_required
@post_only("rosters:roster", "uuid")
def confirm(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    if not rosters.confirm(roster=roster_or_404(request, uuid)):
        messages.warning(request, _("This list was confirmed before."))
    return redirect("rosters:roster", uuid)


@login_required
@post_only("rosters:roster", "uuid")
def decide(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Whether somebody who looks alike is the same person; ``row`` is empty for all of them."""
    row, mine = request.POST.get("row", ""), roster_or_404(request, uuid)
    is_same = request.POST.get("is") == "same"
    if row and not (row.isdecimal() and len(row) < len(str(2**63))):
        row = "0"
    if not rosters.decide(roster=mine, row=int(row) if row else None, is_same=is_same):
        messages.warning(request, _("There is nothing to decide any more."))
    return redirect("rosters:roster", uuid)


@login_required
@require_safe
def report(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Every row with what happens to it, as CSV."""
    mine = roster_or_404(request, uuid)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="list-{mine.uuid}.csv"'
    writer = csv.writer(response)
    head = (_("Line"), _("Name"), _("Unit"), _("Outcome"), _("Reason"))
    writer.writerow(head)
    for row in _rows(mine).iterator():
        cells = (row.full_name, row.unit.name if row.unit else "", row.get_outcome_display())
        writer.writerow([row.line, *(defused(str(cell)) for cell in (*cells, row.note))])
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """No, and do not ask again: from the letter, and asked once more, as mail programs follow
    links."""
    mine = invitations.to_be_declined(uuid)
    if mine is None:
        return render(request, "courses/rosters/no_invitation.html", status=404)
    is_done = request.method == "POST"
    if is_done:
        declining.decline(invitation=mine)
    context = {"organisation": mine.organisation.get_root(), "uuid": uuid, "is_done": is_done}
    return render(request, "courses/rosters/decline.html", context)


def _may_join(request: SignedInRequest, offering: Offering) -> bool:
    slug, today = offering.course.slug, timezone.localdate()
    return offering_to_join(slug, today, request.user) is not None


def _not_enrolled(request: SignedInRequest, mine: RosterInvitation) -> str:
    """Why who has said yes does not take part yet."""
    offering, person = mine.offering, person_of(request)
    needed, may_give = "", mine.may_give_seats
    if offering and person and not enrolling.refusal(offering, may_give_seats=may_give):
        needed = still_needed(offering, person)
    if not needed:
        return _("Welcome. You are not enrolled yet: ask your organisation for a place.")
    said = _(
        "Welcome. You are not enrolled in “%(course)s” yet. Complete first: %(needed)s. Then ask"
        " your organisation for a place."
    )
    return said % {"course": offering, "needed": needed}


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Somebody put this person on a list by e-mail; they say yes, or leave it."""
    mine = invitations.for_user(request.user, uuid)
    if mine is None:
        return render(request, "courses/rosters/no_invitation.html", status=404)
    if request.method == "POST":
        if invitations.accept(invitation=mine, user=request.user):
            messages.success(request, _("Welcome. What you were enrolled in is below."))
        elif mine.offering and asked_first(mine.offering) and _may_join(request, mine.offering):
            return redirect("learning:enrol", mine.offering.course.slug)
        else:
            messages.warning(request, _not_enrolled(request, mine))
        return redirect("home:my_learning")
    context = {"invitation": mine, "stays": invitations.belongs_already(mine, request.user)}
    return render(request, "courses/rosters/invitation.html", context)
