"""The player: enrol, course home, lessons, ticks; a module on paper."""

import logging
from io import BytesIO
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from typst import TypstError

from courses.editions import content
from courses.editions.content import OutlineItem
from courses.editions.models import ItemKind
from courses.people.access import person_of
from courses.people.services import person_for, set_certificate_name
from lms.users.requests import SignedInRequest, post_only

from . import services
from .access import enrolment_of, has_item, offering_to_join
from .again import Again, again_here, why_again
from .forms import EnrolForm
from .models import Enrolment, Offering
from .module_sheet import module_pdf
from .outline import Progress, outline_with_ticks, progress_at_first
from .prerequisites import PrerequisitesMissing, lacks_again, lacks_of

logger = logging.getLogger(__name__)


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: SignedInRequest, course: str) -> HttpResponse:
    """Ask for the name on the certificate and the time zone, then enrol."""
    today = timezone.localdate()
    old = enrolment_of(request.user, course)
    again = why_again(old, today) if old else None
    offering = offering_to_join(course, today, request.user)
    if old and not (again and offering):
        return redirect("learning:course_home", course)
    edition = offering.course.current_edition if offering else None
    if offering is None or edition is None:
        raise Http404
    person = person_of(request)
    context = {"outline": content.outline(edition, get_language() or "en"), "again": again}
    if lacks := lacks_of(person, edition, today):
        return render(request, "courses/learning/not_yet.html", {**context, "lacks": lacks})
    form = _enrol_form(request)
    if form.is_valid():
        return _enrol(request, offering, form, again)
    progress = progress_at_first(person, offering, edition, today) if person and again else None
    shown = {**context, "form": form, "progress": progress}
    return render(request, "courses/learning/enrol.html", shown)


def _enrol(
    request: SignedInRequest, offering: Offering, form: EnrolForm, again: Again | None
) -> HttpResponse:
    person = person_for(user=request.user)
    set_certificate_name(person=person, **form.cleaned_data)
    locale = get_language() or "en"
    try:
        services.enrol(person=person, offering=offering, locale=locale, refreshes=True)
    except PrerequisitesMissing:  # since this was looked at a moment ago
        return redirect("learning:enrol", offering.course.slug)
    said = _("You are enrolled. What is still to do stands below.") if again else ""
    messages.success(request, said or _("You are enrolled. Start with the first lesson."))
    return redirect("learning:course_home", offering.course.slug)


def _enrol_form(request: SignedInRequest) -> EnrolForm:
    """It begins with what an earlier enrolment said, if there was one."""
    person = person_of(request)
    names = ("given_name", "family_name", "time_zone")
    known = {name: getattr(person, name) for name in names} if person else {}
    is_shared = bool(getattr(request, "supervised", None))
    return EnrolForm(request.POST or None, initial=known, person=person, is_shared=is_shared)


@require_safe
def first_lesson(request: HttpRequest, course: str) -> HttpResponse:
    """The first lesson of an open course, to look inside before having an account."""
    if request.user.is_authenticated and (enrolment := enrolment_of(request.user, course)):
        if has_item(enrolment, "first-lesson"):
            return item(cast(SignedInRequest, request), course, "first-lesson")
        return redirect("learning:course_home", course)
    offering = offering_to_join(course, timezone.localdate())
    edition = offering.course.current_edition if offering else None
    if edition is None:
        raise Http404
    language = get_language() or "en"
    outline = content.outline(edition, language)
    lesson = next((item for item in outline.items if item.kind == ItemKind.LESSON), None)
    if lesson is None:
        return redirect("learning:enrol", course)
    context = {"outline": outline, "item": lesson, "after": outline.neighbours(lesson)[1]}
    context["prose"] = content.prose(lesson, language)
    return render(request, "courses/learning/first_lesson.html", context)


def _enrolment_or_404(request: SignedInRequest, course: str) -> Enrolment:
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        raise Http404
    return enrolment


@login_required
@require_safe
def course_home(request: SignedInRequest, course: str) -> HttpResponse:
    """The outline with ticks, what is next, and what moves the bar."""
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        if offering_to_join(course, timezone.localdate(), request.user):
            return redirect("learning:enrol", course)
        raise Http404
    progress = outline_with_ticks(enrolment)
    again = again_here(enrolment, request.user, timezone.localdate())
    context = {
        "enrolment": enrolment,
        "progress": progress,
        "modules": progress.modules(progress.next),
        "again": again,
        "lacks": lacks_again(enrolment, timezone.localdate()) if again else [],
    }
    return render(request, "courses/learning/course_home.html", context)


@login_required
@require_safe
def item(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """A lesson in the player; a quiz has pages of its own."""
    enrolment = _enrolment_or_404(request, course)
    progress = outline_with_ticks(enrolment)
    here = progress.outline.by_slug.get(item)
    if here is None:
        raise Http404
    if here.kind == ItemKind.QUIZ:
        return redirect("assessment:quiz", course, item)
    context = {"enrolment": enrolment, **_lesson(progress, here, enrolment.locale)}
    return render(request, "courses/learning/item.html", context)


def _lesson(progress: Progress, here: OutlineItem, locale: str) -> dict[str, Any]:
    before, after = progress.outline.neighbours(here)
    return {
        "progress": progress,
        "item": here,
        "module": progress.outline.module_of(here),
        "modules": progress.modules(here),
        "before": before,
        "after": after,
        "is_done": here.uuid in progress.done,
        "prose": content.prose(here, locale),
    }


@login_required
@post_only("learning:item", "course", "item")
def mark_done(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """Tick a lesson and go on to the next item, or home at the end."""
    enrolment = _enrolment_or_404(request, course)
    outline = content.outline(enrolment.edition, enrolment.locale)
    here = outline.by_slug.get(item)
    if here is None or here.kind != ItemKind.LESSON:
        raise Http404
    completion = services.mark_done(enrolment=enrolment, item_uuid=here.uuid)
    after = outline.neighbours(here)[1]
    if after is None or (completion and enrolment.state != "completed"):
        return redirect("learning:course_home", course)
    return redirect("learning:item", course, after.slug)


@login_required
@require_safe
def module(request: SignedInRequest, course: str, module: str) -> HttpResponseBase:
    """All lessons of a module as one PDF, to print."""
    enrolment = _enrolment_or_404(request, course)
    outline = content.outline(enrolment.edition, enrolment.locale)
    here = next((part for part in outline.modules if part.slug == module), None)
    if here is None:
        raise Http404
    try:
        pdf = module_pdf(enrolment.edition, outline, here, enrolment.locale)
    except TypstError:
        logger.exception("Module %s of edition %s is not printed", here.uuid, enrolment.edition_id)
        said = _("This module could not be made into a PDF. Print each lesson from your browser.")
        messages.error(request, said)
        return redirect("learning:course_home", course)
    return FileResponse(BytesIO(pdf), as_attachment=True, filename=f"{course}-{module}.pdf")
