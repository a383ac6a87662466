"""What readers flagged and how they found the course, in the Wagtail admin."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from courses.feedback import services
from courses.feedback.models import Agreement, FlagState
from lms.users.requests import post_only

from .access import courses_of, edits_courses
from .evaluations import comments, evaluations_for, results, waiting
from .flags import flags_for, with_pages
from .forms import CourseFilter, FlagFilter

PAGE_SIZE = 25

type View = Callable[..., HttpResponse]


def for_authors(view: View) -> View:
    """For who may edit or publish courses; which ones, the view looks up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not edits_courses(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _back(request: HttpRequest, name: str) -> HttpResponse:
    """To the list as it was narrowed."""
    query = request.META.get("QUERY_STRING")
    return redirect(f"{reverse(name)}?{query}" if query else reverse(name))


@for_authors
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """What readers flagged, the newest first."""
    form = FlagFilter({"state": FlagState.OPEN} | request.GET.dict(), courses=_courses(request))
    found = flags_for(request.user)
    if course := form.chosen("course"):
        found = found.filter(edition__course__uuid=course.translation_key)
    state = form.chosen("state") or FlagState.OPEN
    if state != "all":
        found = found.filter(state=state)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {"form": form, "page": page, "rows": with_pages(page.object_list)}
    return render(request, "courses/studio/flags.html", context)


def _courses(request: HttpRequest):
    return courses_of(request.user).order_by("title")


@for_authors
@post_only("reader_flags")
def settle_flag(request: HttpRequest, pk: int) -> HttpResponse:
    services.settle(flag=get_object_or_404(flags_for(request.user), pk=pk))
    messages.success(request, _("Done; you find it again under the state “Done”."))
    return _back(request, "reader_flags")


@for_authors
@post_only("reader_flags")
def delete_flag_note(request: HttpRequest, pk: int) -> HttpResponse:
    services.delete_note(flag=get_object_or_404(flags_for(request.user), pk=pk))
    messages.success(request, _("The note is deleted."))
    return _back(request, "reader_flags")


@for_authors
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """How learners found a course; the first one where none is chosen."""
    courses = _courses(request)
    course = CourseFilter(request.GET, courses=courses).chosen("course") or courses.first()
    said = Paginator(comments(course), PAGE_SIZE) if course else Paginator([], PAGE_SIZE)
    context = {
        "form": CourseFilter({"course": course}, courses=courses),
        "course": course,
        "results": results(course) if course else [],
        "waiting": waiting(course) if course else 0,
        "degrees": Agreement.labels,
        "batch": services.BATCH,
        "page": said.get_page(request.GET.get("page", "1")),
    }
    return render(request, "courses/studio/evaluations.html", context)


@for_authors
@post_only("reader_evaluations")
def delete_comment(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(evaluations_for(request.user), pk=uuid)
    services.delete_comment(evaluation=found)
    messages.success(request, _("The comment is deleted."))
    return _back(request, "reader_evaluations")
