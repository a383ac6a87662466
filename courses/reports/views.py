"""The facilitator's pages."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.support import grant_attempt
from courses.learning.access import facilitated
from courses.learning.models import Enrolment
from courses.learning.services import remind as send_reminder
from courses.people import looking
from lms.users.requests import SignedInRequest, post_only

from .access import offering_or_404
from .forms import GrantForm
from .marking import number_waiting
from .queries import page_of_learners, quizzes_of


def _enrolment_or_404(
    request: SignedInRequest, offering: uuid.UUID, enrolment: uuid.UUID
) -> Enrolment:
    rows = Enrolment.objects.select_related("person", "edition__course", "offering")
    mine = offering_or_404(request, offering)
    return get_object_or_404(rows, uuid=enrolment, offering=mine)


@login_required
@require_safe
def offerings(request: SignedInRequest) -> HttpResponse:
    """What this account facilitates; 404 where it facilitates nothing."""
    found = list(facilitated(request.user))
    if not found:
        raise Http404
    return render(request, "courses/reports/offerings.html", {"offerings": found})


@login_required
@require_safe
def offering(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """Who is in it, who is stuck where, and when they were last active."""
    mine = offering_or_404(request, offering)
    only_stuck = request.GET.get("show") == "stuck"
    number = request.GET.get("page", "1")
    page, rows = page_of_learners(mine, number=number, now=timezone.now(), only_stuck=only_stuck)
    seen = [row.enrolment.person_id for row in rows]
    looking.note(by=request.user, people=seen, what=looking.What.PROGRESS)
    context = {"offering": mine, "page": page, "rows": rows, "only_stuck": only_stuck}
    context["waiting"] = number_waiting(request.user, mine)
    context["has_learners"] = bool(rows) or mine.enrolments.exists()
    return render(request, "courses/reports/offering.html", context)


@login_required
@post_only("reports:offering", "offering")
def remind(request: SignedInRequest, offering: uuid.UUID, enrolment: uuid.UUID) -> HttpResponse:
    learner = _enrolment_or_404(request, offering, enrolment)
    if send_reminder(enrolment=learner):
        message = _("A reminder is on its way to %(name)s.")
        messages.success(request, message % {"name": learner.person})
    else:
        message = _("No reminder sent: %(name)s has finished, or has no e-mail address.")
        messages.warning(request, message % {"name": learner.person})
    return redirect("reports:offering", offering)


@login_required
@require_http_methods(["GET", "POST"])
def grant(
    request: SignedInRequest, offering: uuid.UUID, enrolment: uuid.UUID, item: uuid.UUID
) -> HttpResponse:
    """One more attempt, with the reason kept."""
    learner = _enrolment_or_404(request, offering, enrolment)
    quizzes = quizzes_of(learner.edition, learner.locale)
    quiz = next((quiz for quiz in quizzes if quiz.uuid == item), None)
    if quiz is None:
        raise Http404
    looking.note(by=request.user, people=[learner.person_id], what=looking.What.SUPPORT)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        granted = grant_attempt(enrolment=learner, item_uuid=item, reason=reason, by=request.user)
        message = _("%(name)s needs no further attempt now; nothing was changed.")
        if granted:
            message = _("%(name)s can take the quiz once more.")
        messages.info(request, message % {"name": learner.person})
        return redirect("reports:offering", offering)
    context = {"form": form, "learner": learner, "quiz": quiz, "offering": learner.offering}
    return render(request, "courses/reports/grant.html", context)
