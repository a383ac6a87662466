"""What facilitators give their learners: more time and attempts, and the dates of the quizzes."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment import support
from courses.assessment.allowances import Accommodation, QuizWindow
from courses.editions.content import OutlineItem
from courses.learning.models import Enrolment, Offering
from courses.people import looking
from courses.people.services import person_for
from lms.users.requests import SignedInRequest, post_only

from .access import offering_or_404
from .gain import learning_gain
from .queries import quizzes_of
from .support_forms import AccommodationForm, WindowForm


def _quizzes(offering: Offering) -> list[OutlineItem]:
    """The quizzes of the edition that new learners get."""
    return quizzes_of(offering.course.current_edition, get_language() or "en")


@login_required
@require_safe
def accommodations(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """Who has more time or attempts, the latest first."""
    mine = offering_or_404(request, offering)
    rows = Accommodation.objects.filter(enrolment__offering=mine, ended_at=None)
    found = list(rows.select_related("enrolment__person", "given_by"))
    seen = [row.enrolment.person_id for row in found]
    looking.note(by=request.user, people=seen, what=looking.What.SUPPORT)
    context = {
        "offering": mine,
        "rows": found,
        "quizzes": _quizzes(mine),
        "today": timezone.localdate(),
    }
    return render(request, "courses/reports/accommodations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def accommodate(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """Give one or many learners more time, attempts or days."""
    mine = offering_or_404(request, offering)
    learners = Enrolment.objects.active().filter(offering=mine).select_related("person")
    learners = learners.order_by("person__family_name", "person__given_name", "pk")
    form = AccommodationForm(request.POST or None, enrolments=learners, quizzes=_quizzes(mine))
    if form.is_valid():
        given = form.cleaned_data
        made = support.accommodate(by=request.user, **given)
        message = ngettext(
            "%(count)d learner has it from now on.",
            "%(count)d learners have it from now on.",
            len(made),
        )
        messages.success(request, message % {"count": len(made)})
        return redirect("reports:accommodations", offering)
    context = {"offering": mine, "form": form}
    return render(request, "courses/reports/accommodate.html", context)


@login_required
@post_only("reports:accommodations", "offering")
def end_accommodation(
    request: SignedInRequest, offering: uuid.UUID, accommodation: uuid.UUID
) -> HttpResponse:
    mine = offering_or_404(request, offering)
    found = get_object_or_404(Accommodation, uuid=accommodation, enrolment__offering=mine)
    support.end_accommodation(accommodation=found)
    messages.success(request, _("Ended. An attempt that is running keeps its time."))
    return redirect("reports:accommodations", offering)


@login_required
@require_http_methods(["GET", "POST"])
def dates(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """From when until when each quiz is open, in the facilitator's own time zone."""
    mine = offering_or_404(request, offering)
    zone = person_for(user=request.user).zone
    with timezone.override(zone):
        quizzes = _with_forms(mine, request.POST or None)
        faults = [quiz for quiz, form in quizzes if not form.is_valid()]
        if request.method == "POST" and not faults:
            windows = {quiz.uuid: form.cleaned_data for quiz, form in quizzes}
            support.set_windows(offering=mine, windows=windows)
            messages.success(request, _("The dates are kept."))
            return redirect("reports:dates", offering)
        context = {"offering": mine, "quizzes": quizzes, "zone": zone}
        return render(request, "courses/reports/dates.html", context)


def _with_forms(offering: Offering, data: Any) -> list[tuple[OutlineItem, WindowForm]]:
    windows = {row.item_uuid: row for row in QuizWindow.objects.filter(offering=offering)}
    found = []
    for quiz in _quizzes(offering):
        window = windows.get(quiz.uuid)
        initial = {"opens_at": window.opens_at, "closes_at": window.closes_at} if window else {}
        found.append((quiz, WindowForm(data, prefix=str(quiz.uuid), initial=initial)))
    return found


@login_required
@require_safe
def gain(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """What learners knew before, and in the first attempt at the quiz afterwards."""
    mine = offering_or_404(request, offering)
    context = {"offering": mine, "gain": learning_gain(mine)}
    return render(request, "courses/reports/gain.html", context)
