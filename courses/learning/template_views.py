"""The guided template of a lesson, for who writes on paper or without a connection."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from courses.editions import content
from courses.editions.content import OutlineItem, Prose
from courses.editions.models import ItemKind
from lms.users.requests import SignedInRequest

from .access import enrolment_of
from .paper_template import as_text, on_paper


@login_required
@require_safe
def to_print(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    lesson, prose = _lesson_or_404(request, course, item)
    template = on_paper(prose.html)
    if template is None:
        raise Http404
    context = {"course": course, "item": lesson, "prose": prose, "template": template}
    return render(request, "courses/learning/template.html", context)


@login_required
@require_safe
def to_fill_in(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """A text file, with the mark by which every editor knows its encoding."""
    lesson, prose = _lesson_or_404(request, course, item)
    with translation.override(prose.locale):
        text = as_text(prose.html)
    if not text:
        raise Http404
    name = f'attachment; filename="{lesson.slug}.txt"'
    headers = {"Content-Disposition": name}
    return HttpResponse("\ufeff" + text, "text/plain; charset=utf-8", headers=headers)


def _lesson_or_404(request: SignedInRequest, course: str, item: str) -> tuple[OutlineItem, Prose]:
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        raise Http404
    here = content.outline(enrolment.edition, enrolment.locale).by_slug.get(item)
    if here is None or here.kind != ItemKind.LESSON:
        raise Http404
    return here, content.prose(here, enrolment.locale)
