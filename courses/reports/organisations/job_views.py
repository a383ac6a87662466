"""How far a job is, and the file it made: for who asked for it, while they still manage there."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.people import looking
from courses.people.models import Person
from courses.people.scope import members_of
from lms.users.requests import SignedInRequest

from .access import managed_or_404
from .models import JobKind, JobState, OrganisationJob
from .views import file_response

SECONDS = 2  # between two looks at a job that is at work


def _job_or_404(
    request: SignedInRequest, organisation: uuid.UUID, job: uuid.UUID
) -> OrganisationJob:
    mine = managed_or_404(request, organisation)
    rows = OrganisationJob.objects.select_related("organisation").defer("content")
    return get_object_or_404(rows, uuid=job, organisation=mine, by=request.user)


@login_required
@never_cache
@require_safe
def job(request: SignedInRequest, organisation: uuid.UUID, job: uuid.UUID) -> HttpResponse:
    mine = _job_or_404(request, organisation, job)
    theirs = members_of([mine.organisation]).values("person")
    is_done = mine.state == JobState.DONE  # until then nobody is named
    keys = mine.result.get("no_email", []) if is_done else []
    untold = Person.objects.present().filter(uuid__in=keys, pk__in=theirs)
    context = {"job": mine, "organisation": mine.organisation, "here": "records"}
    named = list(untold.order_by("family_name", "given_name", "pk")) if keys else []
    context["untold"] = named
    looking.note(by=request.user, people=[p.pk for p in named], what=looking.What.PEOPLE)
    response = render(request, "courses/reports/organisations/job.html", context)
    if mine.state == JobState.RUNNING:
        response["Refresh"] = str(SECONDS)
    return response


@login_required
@never_cache
@require_safe
def job_file(request: SignedInRequest, organisation: uuid.UUID, job: uuid.UUID) -> HttpResponse:
    mine = _job_or_404(request, organisation, job)
    if mine.kind == JobKind.REMIND or mine.state != JobState.DONE or mine.content is None:
        raise Http404
    return file_response(bytes(mine.content), mine.kind)
