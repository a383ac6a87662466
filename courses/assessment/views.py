"""Taking a quiz: the rules, the paper, the check before handing in, the result."""

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.editions import content
from courses.editions.content import OutlineItem
from courses.editions.models import ItemKind
from courses.learning.access import enrolment_of
from courses.learning.models import Enrolment
from courses.questions.types import InvalidResponse
from lms.users.requests import SignedInRequest, post_only

from . import rules, services, support
from .access import own_attempt
from .forms import answers_from_form, one_answer
from .models import Attempt, AttemptState
from .pages import (
    questions_on_page,
    quiz_of,
    remark_on,
    result_of,
    standing_answer,
    unanswered,
)
from .paper import NotEnoughQuestions

CONFLICT = 409
BAD_REQUEST = 400
GONE = 410
TOO_LARGE = 413
MOST_DIGITS = 5


def _quiz_or_404(request: SignedInRequest, course: str, item: str) -> tuple[Enrolment, OutlineItem]:
    enrolment = enrolment_of(request.user, course)
    if enrolment:
        here = content.outline(enrolment.edition, enrolment.locale).by_slug.get(item)
        if here and here.kind == ItemKind.QUIZ:
            return enrolment, here
    raise Http404


@login_required
@require_safe
@never_cache
def quiz(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """The rules, what was reached so far, and the way in."""
    enrolment, here = _quiz_or_404(request, course, item)
    context = quiz_of(enrolment, here, now=timezone.now())
    return render(request, "courses/assessment/quiz.html", context)


@login_required
@post_only("assessment:quiz", "course", "item")
def start(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """Draw a paper, or go on with the one at hand."""
    enrolment, here = _quiz_or_404(request, course, item)
    try:
        attempt = services.start(enrolment=enrolment, item_uuid=here.uuid)
    except services.CannotStart:
        messages.warning(request, _("You cannot start an attempt now. The reason stands below."))
        return redirect("assessment:quiz", course, item)
    except NotEnoughQuestions:
        messages.error(request, _("This quiz cannot be drawn. Please tell your facilitator."))
        return redirect("assessment:quiz", course, item)
    return redirect("assessment:attempt", attempt.uuid)


@login_required
@post_only("assessment:quiz", "course", "item")
def ask(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """Ask the facilitator for another attempt."""
    enrolment, here = _quiz_or_404(request, course, item)
    if support.ask_for_attempt(enrolment=enrolment, item_uuid=here.uuid):
        messages.success(request, _("Your facilitator sees that you asked. Nothing else to do."))
    else:
        messages.info(request, _("You need not ask: see below what is possible."))
    return redirect("assessment:quiz", course, item)


def _context(attempt: Attempt) -> dict[str, Any]:
    outline = content.outline(attempt.enrolment.edition, attempt.enrolment.locale)
    item = next((i for i in outline.items if i.uuid == attempt.item_uuid), None)
    return {
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "outline": outline,
        "item": item,
        "title": item.title if item else attempt.paper["title"],
        "title_locale": item.locale if item else attempt.locale,
    }


@login_required
@require_safe
@never_cache
def attempt(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """The paper with the answers saved so far, on whatever device."""
    found = own_attempt(request.user, uuid)
    if found.state != AttemptState.IN_PROGRESS:
        return redirect("assessment:result", uuid)
    if rules.is_up(found.deadline_at, timezone.now()):
        return redirect("assessment:check", uuid)
    context = {
        **_context(found),
        **_time(found),
        **questions_on_page(found, request.GET.get("q", "")),
        "shows": rules.shown_during(found.paper["rules"]),
    }
    return render(request, "courses/assessment/attempt.html", context)


def _time(attempt: Attempt) -> dict[str, Any]:
    """What is left of the time, by the server's clock; nothing where there is no limit."""
    if attempt.deadline_at is None:
        return {}
    left = attempt.deadline_at - timezone.now()
    return {
        "seconds_left": max(int(left.total_seconds()), 0),
        "zone": attempt.enrolment.person.zone,
    }


@login_required
@post_only("assessment:attempt", "uuid")
def save(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Keep one answer (JSON from the script) or the whole form (without JavaScript)."""
    found = own_attempt(request.user, uuid)
    if request.content_type == "application/json":
        return _save_one(request, found)
    return _save_form(request, found)


def _save_one(request: SignedInRequest, found: Attempt) -> HttpResponse:
    try:
        answer = one_answer(found.paper, json.loads(request.body))
        kept = services.save_response(attempt=found, **answer)
    except RequestDataTooBig:
        message = _("This answer is too large. Reload the page and choose again.")
        return JsonResponse({"error": message}, status=TOO_LARGE)
    except (ValueError, RecursionError):  # no JSON, endlessly nested, or not on offer
        message = _("This answer could not be read. Reload the page and choose again.")
        return JsonResponse({"error": message}, status=BAD_REQUEST)
    except services.AlreadySubmitted:
        message = _("This attempt was already handed in, or its time is up.")
        return JsonResponse({"error": message}, status=GONE)
    if not kept:
        return JsonResponse(standing_answer(found, answer["slot"]), status=CONFLICT)
    if remark := remark_on(found, answer["slot"], answer["body"]):
        return JsonResponse({"remark": _(remark)})
    return HttpResponse(status=204)


def _save_form(request: SignedInRequest, found: Attempt) -> HttpResponse:
    try:
        answers, shown = answers_from_form(found.paper, request.POST)
        kept = services.save_form(
            attempt=found, answers=answers, shown=shown, client_uuid=uuid.uuid4()
        )
    except InvalidResponse:
        messages.error(request, _("An answer could not be read; nothing was changed. Try again."))
        return redirect("assessment:attempt", found.uuid)
    except services.AlreadySubmitted:
        message = _("This attempt was already handed in, or its time is up: nothing was changed.")
        messages.info(request, message)
        return redirect("assessment:result", found.uuid)
    return _after_saving(request, found, kept)


def _after_saving(request: SignedInRequest, found: Attempt, kept: list[int]) -> HttpResponse:
    """On, to wherever the button that was pressed leads."""
    if kept:
        numbers = ", ".join(str(slot) for slot in kept)
        message = _("Answered on another page in the meantime, and kept as there: %(numbers)s.")
        messages.warning(request, message % {"numbers": numbers})
    if "check" in request.POST:
        return redirect("assessment:check", found.uuid)
    if "go" in request.POST:
        return redirect(f"{reverse('assessment:attempt', args=[found.uuid])}?{_query(request)}")
    if "check_one" in request.POST:
        return _check_one(request, found, request.POST["check_one"])
    messages.success(request, _("Your answers are saved. You may leave and come back."))
    return redirect("assessment:attempt", found.uuid)


def _query(request: SignedInRequest) -> str:
    return urlencode({"q": request.POST["go"]})


def _check_one(request: SignedInRequest, found: Attempt, slot: str) -> HttpResponse:
    """Fix one answer and show its feedback, where the quiz does so."""
    is_number = slot.isascii() and slot.isdigit() and len(slot) < MOST_DIGITS
    number = int(slot) if is_number else 0
    if not services.check_answer(attempt=found, slot=number):
        messages.info(request, _("Answer the question first, then check it."))
    return redirect(f"{reverse('assessment:attempt', args=[found.uuid])}?q={number}#q-{number}")


@login_required
@require_safe
@never_cache
def check(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """What is unanswered, before handing in."""
    found = own_attempt(request.user, uuid)
    if found.state != AttemptState.IN_PROGRESS:
        return redirect("assessment:result", uuid)
    context = {
        **_context(found),
        "question_count": len(found.paper["slots"]),
        "unanswered": unanswered(found),
        "is_over": rules.is_up(found.deadline_at, timezone.now()),
    }
    return render(request, "courses/assessment/check.html", context)


@login_required
@post_only("assessment:check", "uuid")
def submit(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Hand in; a second click finds the result."""
    services.submit(attempt=own_attempt(request.user, uuid))
    return redirect("assessment:result", uuid)


@login_required
@require_safe
@never_cache
def result(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Score, passed or not, what to look at again, and when the next attempt is possible."""
    found = own_attempt(request.user, uuid)
    if found.state == AttemptState.IN_PROGRESS:
        return redirect("assessment:attempt", uuid)
    context = {**_context(found), **result_of(found, now=timezone.now())}
    return render(request, "courses/assessment/result.html", context)
