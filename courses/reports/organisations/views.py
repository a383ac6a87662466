"""The pages of a manager: how people are getting on, one by one and counted; and of a funder."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.people import looking
from courses.people.organisations import Organisation
from lms import cells
from lms.users.requests import SignedInRequest, post_only

from . import jobs
from .access import desks_of, doors_of, managed_or_404
from .funders import counts_for_funders, funded
from .models import JobKind
from .narrowing import filter_of
from .overview import overview_of
from .plots import PARTS, with_bars
from .records import names_of, narrowed, records_of, shown

PAGE_SIZE = 25


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Where this account has a role; 404 where it has none, on where it manages one only."""
    desks = desks_of(request.user)
    if not desks:
        raise Http404
    if len(desks) == 1 and desks[0].roles == ["manager"]:
        return redirect("organisations:home", desks[0].organisation.uuid)
    return render(request, "courses/reports/organisations/index.html", {"desks": desks})


@login_required
@require_safe
def home(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """How many are on their way, stuck, done and soon to expire, by unit and course."""
    mine = managed_or_404(request, organisation)
    overview = overview_of(mine, now=timezone.now(), locale=get_language() or "en")
    context = {
        "organisation": mine,
        "overview": overview,
        "units": with_bars(overview.units),
        "courses": with_bars(overview.courses),
        "legend": PARTS,
        "doors": doors_of(request.user, mine),
        "here": "home",
    }
    return render(request, "courses/reports/organisations/home.html", context)


@login_required
@require_safe
def records(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Who takes which course, how far, and until when it is valid."""
    mine = managed_or_404(request, organisation)
    form = filter_of(mine, request.GET)
    rows = narrowed(records_of(mine, now=timezone.now()), form.wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    units = names_of(list(Organisation.objects.below([mine])))
    seen = [row.person_id for row in page]
    looking.note(by=request.user, people=seen, what=looking.What.ORGANISATION)
    context = {
        "organisation": mine,
        "form": form,
        "page": page,
        "rows": shown(page.object_list, units, get_language() or "en"),
        "here": "records",
    }
    return render(request, "courses/reports/organisations/records.html", context)


@login_required
@post_only("organisations:records", "organisation")
def export(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The rows of the filter as a file: at once, or as a job where they are many."""
    mine = managed_or_404(request, organisation)
    kind = request.POST.get("kind", "")
    if kind not in cells.WRITERS:
        raise Http404
    rows = narrowed(records_of(mine, now=timezone.now()), filter_of(mine, request.GET).wanted)
    if rows.count() > jobs.MOST_AT_ONCE:
        return _begin(request, mine, kind, {"query": request.GET.urlencode()})
    return file_response(jobs.file_of(mine, request.GET, kind, by=request.user), kind)


def file_response(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=cells.TYPES[kind])
    name = f"courses-{timezone.localdate():%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@post_only("organisations:records", "organisation")
def remind(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Remind those who were ticked."""
    mine = managed_or_404(request, organisation)
    chosen = request.POST.getlist("enrolment")[: jobs.MOST_AT_ONCE]
    wanted = {"enrolments": [str(key) for key in chosen if is_uuid(key)]}
    if not wanted["enrolments"]:
        messages.warning(request, _("Tick at least one person, then remind them."))
        return redirect("organisations:records", mine.uuid)
    return _begin(request, mine, JobKind.REMIND, wanted)


def _begin(
    request: SignedInRequest, mine: Organisation, kind: str, wanted: dict[str, Any]
) -> HttpResponse:
    locale = get_language() or "en"
    job = jobs.begin(organisation=mine, by=request.user, kind=kind, wanted=wanted, locale=locale)
    return redirect("organisations:job", mine.uuid, job.uuid)


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@login_required
@require_safe
def funder(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Counts by course, of the highest organisation that this account pays for."""
    mine = next((top for top in funded(request.user) if top.uuid == organisation), None)
    if mine is None:
        raise Http404
    counts = counts_for_funders(mine, now=timezone.now(), locale=get_language() or "en")
    context = {"organisation": mine, "counts": counts}
    return render(request, "courses/reports/organisations/funder.html", context)
