"""The pages for marking what learners wrote."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.codes import answer_code
from courses.assessment.marking import AlreadyMarked, mark, markable, written_slot
from courses.assessment.models import Attempt
from courses.editions import content
from courses.learning.models import Offering
from courses.people import looking
from lms.users.requests import SignedInRequest

from .access import offering_or_404
from .forms import MarkForm, QueueFilter
from .marking import PAGE_SIZE, WrittenAnswer, next_after, page_of_marked, queue_of


def _queue(request: SignedInRequest, offering: Offering) -> list[WrittenAnswer]:
    locale = get_language() or "en"
    return queue_of(request.user, offering, now=timezone.now(), locale=locale)


@login_required
@require_safe
@never_cache
def queue(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """What waits to be marked, the longest waiting first."""
    mine = offering_or_404(request, offering)
    waiting = _queue(request, mine)
    form = QueueFilter(request.GET, queue=waiting)
    narrowed = form.narrowed(waiting)
    page = Paginator(narrowed, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {"offering": mine, "form": form, "waiting": waiting, "page": page}
    return render(request, "courses/reports/marking.html", context)


@login_required
@require_safe
@never_cache
def marked(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """What was marked, the last one first, to look at again."""
    mine = offering_or_404(request, offering)
    page, rows = page_of_marked(request.user, mine, number=request.GET.get("page", "1"))
    context = {"offering": mine, "page": page, "rows": rows}
    return render(request, "courses/reports/marked.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def mark_one(
    request: SignedInRequest, offering: uuid.UUID, attempt: uuid.UUID, slot: int
) -> HttpResponse:
    """One answer: its question, the author's guide, the rubric; then the next one."""
    mine = offering_or_404(request, offering)
    rows = markable(request.user, mine).select_related("enrolment__person")
    found = get_object_or_404(rows, uuid=attempt)
    context = _written(found, slot)
    last = found.marks.filter(slot=slot).select_related("marked_by__person").last()
    form = MarkForm(request.POST or None, criteria=context["body"]["criteria"], mark=last)
    if form.is_valid():
        _mark(request, found, slot, form)
        return redirect(_next_address(request, mine, (found.uuid, slot)))
    context |= {"offering": mine, "form": form, "mark": last, "code": answer_code(attempt, slot)}
    context["name"] = _name_seen(request, mine, found)
    return render(request, "courses/reports/mark_one.html", context)


def _name_seen(request: SignedInRequest, offering: Offering, attempt: Attempt) -> str:
    """Empty where marking is blind; else that it was seen is noted."""
    if offering.marking_is_blind:
        return ""
    person = attempt.enrolment.person
    looking.note(by=request.user, people=[person.pk], what=looking.What.ANSWER)
    return str(person)


def _written(attempt: Attempt, slot: int) -> dict[str, Any]:
    """The question and the answer; 404 where nobody marks it or nothing was written."""
    place = written_slot(attempt, slot)
    answer = attempt.responses.filter(slot=slot).values_list("body", flat=True).first()
    if place is None or answer is None:
        raise Http404
    [body] = content.question_bodies([place["version"]], attempt.locale).values()
    locale = attempt.locale
    return {"body": body, "question": {"body": body}, "answer": answer, "locale": locale}


def _mark(request: SignedInRequest, attempt: Attempt, slot: int, form: MarkForm) -> None:
    given = form.cleaned_data
    try:
        mark(
            attempt=attempt,
            slot=slot,
            points=form.points,
            comment=given["comment"],
            by=request.user,
            corrects=given["corrects"],
        )
    except AlreadyMarked as error:
        by = error.mark.marked_by
        name = getattr(by, "person", None) or _("Somebody else")
        message = _(
            "%(name)s has just marked answer %(code)s: that mark stands, yours was not saved."
        )
        code = answer_code(attempt.uuid, slot)
        messages.warning(request, message % {"name": name, "code": code})
    else:
        messages.success(request, _("Saved."))


def _next_address(request: SignedInRequest, offering: Offering, here: tuple[uuid.UUID, int]) -> str:
    """Of the next answer that waits, narrowed as the queue was; else of the queue."""
    waiting = _queue(request, offering)
    answers = QueueFilter(request.GET, queue=waiting).narrowed(waiting)
    following = next_after(waiting, answers, here)
    query = request.GET.urlencode()
    if following:
        args = (offering.uuid, following.attempt, following.slot)
        address = reverse("reports:mark_one", args=args)
    else:
        address = reverse("reports:marking", args=[offering.uuid])
    return f"{address}?{query}" if query else address
