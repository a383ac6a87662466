"""Jobs in the Wagtail admin: choose, see what would happen, confirm, look how far it is."""

import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from certificates.access import for_registrars
from certificates.listing import narrowed
from certificates.models import Certificate
from lms.users.requests import SignedInRequest, post_only

from . import files, jobs, report
from .forms import MOST_NUMBERS, form_for
from .kinds import KINDS
from .models import BulkJob, JobState

PAGE_SIZE = 100
SECONDS = 3  # between two looks at a job that is at work
JOB = "certificates_registrar:bulk_job"


@for_registrars
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be done to many, and what was."""
    rows = Paginator(BulkJob.objects.select_related("by"), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1"))
    named = [(job, KINDS[job.kind]) for job in page]
    context = {"page": page, "rows": named, "kinds": KINDS.items()}
    return render(request, "certificates/admin/bulk/index.html", context)


@for_registrars
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, kind: str) -> HttpResponse:
    """A form, then a report of what would happen; nothing is done yet."""
    if kind not in KINDS:
        raise Http404
    initial = {"numbers": "\n".join(_chosen(request))}
    form = form_for(kind)(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        job = jobs.begin(kind=kind, by=request.user, wanted=form.cleaned_data)
        return redirect(JOB, job.uuid)
    context = {"form": form, "kind": KINDS[kind]}
    return render(request, "certificates/admin/bulk/begin.html", context)


def _chosen(request: HttpRequest) -> list[str]:
    """The numbers that were ticked in the list, or all that it shows."""
    if "all" not in request.GET:
        return request.GET.getlist("number")
    found = narrowed(Certificate.objects.all(), request.GET).order_by("-pk")
    return list(found.values_list("number", flat=True)[: MOST_NUMBERS + 1])


@for_registrars
@require_safe
def show(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """What will happen, or has happened, with each; comes again while it is at work."""
    job = get_object_or_404(BulkJob.objects.select_related("by"), uuid=uuid)
    page = Paginator(report.items_of(job), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "job": job,
        "kind": KINDS[job.kind],
        "reason": report.reason_of(job),
        "counts": report.counts_of(job),
        "unsigned": report.unsigned_of(job),
        "page": page,
        "rows": report.rows_of(job, list(page)),
        "has_file": job.state == JobState.DONE and files.file_of(job).exists(),
    }
    response = render(request, "certificates/admin/bulk/job.html", context)
    if job.state == JobState.RUNNING:
        response["Refresh"] = str(SECONDS)
    return response


@for_registrars
@post_only(JOB, "uuid")
def confirm(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    if not jobs.confirm(job=get_object_or_404(BulkJob, uuid=uuid)):
        messages.warning(request, _("This was begun, or stopped, before."))
    return redirect(JOB, uuid)


@for_registrars
@post_only(JOB, "uuid")
def cancel(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    if not jobs.cancel(job=get_object_or_404(BulkJob, uuid=uuid)):
        messages.warning(request, _("This was over before."))
    return redirect(JOB, uuid)


@for_registrars
@require_safe
def report_csv(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    job = get_object_or_404(BulkJob, uuid=uuid)
    response = HttpResponse(report.csv_of(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{job.kind}-{job.uuid}.csv"'
    return response


@for_registrars
@never_cache
@require_safe
def download(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse | FileResponse:
    """The file of a job, while it is kept."""
    job = get_object_or_404(BulkJob, uuid=uuid, state=JobState.DONE)
    path = files.file_of(job)
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The file is not here any more. Make it again."))
        return redirect(JOB, uuid)
    name = f"certificates-{job.created_at:%Y-%m-%d}{path.suffix}"
    return FileResponse(opened, as_attachment=True, filename=name)
