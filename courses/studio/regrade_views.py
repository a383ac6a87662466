"""Grading a released question anew: choose how, see what it changes, decide, look how far it is."""

import uuid

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import EditView

from courses.assessment.codes import attempt_code
from courses.assessment.marks import Regrade, Treatment
from courses.assessment.regrading import CannotRegrade, preview, regrade, treatments_of
from courses.editions.models import QuestionVersion
from courses.questions.models import Question
from lms.users.requests import SignedInRequest

from .access import decides_about_released, may_regrade
from .forms import RegradeForm
from .regrades import decided_about, released, text_of

MOST_SHOWN, PAGE_SIZE = 100, 100


def button_for(question: Question) -> Button:
    url = reverse("regrade_question", args=[question.pk])
    return Button(gettext_lazy("Grade anew"), url, icon_name="rotate", priority=15)


class QuestionEditView(EditView):
    """Wagtail's, with the way to grade the question anew."""

    @cached_property
    def header_more_buttons(self) -> list:
        buttons = super().header_more_buttons
        if decides_about_released(self.request.user):
            buttons.append(button_for(self.object))
        return buttons


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The released versions of a question, and what was decided about each."""
    if not decides_about_released(request.user):
        raise PermissionDenied
    found = get_object_or_404(Question, pk=pk)
    page = Paginator(decided_about(found), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {"question": found, "released": released(found, request.user), "page": page}
    return render(request, "courses/studio/regrade_question.html", context)


def _version_or_refuse(request: HttpRequest, version: uuid.UUID) -> QuestionVersion:
    found = QuestionVersion.objects.filter(uuid=version).first()
    if found is None and decides_about_released(request.user):
        raise Http404
    if found is None or not may_regrade(request.user, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def decide(request: SignedInRequest, version: uuid.UUID, treatment: str) -> HttpResponse:
    """The key and the reason, then what it changes, then the decision."""
    found = _version_or_refuse(request, version)
    if treatment not in treatments_of(found):
        raise Http404
    form = RegradeForm(request.POST or None, version=found, treatment=treatment)
    context = {"version": found, "text": text_of(found), "form": form}
    context["treatment"] = Treatment(treatment)
    if form.is_valid():
        try:
            if "confirm" in request.POST:
                return _decide(request, found, treatment, form)
            shown = preview(version=found, treatment=treatment, bodies=form.bodies)
        except CannotRegrade as error:
            form.add_error(None, error.args[0])
        else:
            context |= {"preview": shown, "first": shown.changes[:MOST_SHOWN]}
            return render(request, "courses/studio/regrade_preview.html", context)
    return render(request, "courses/studio/regrade_form.html", context)


def _decide(
    request: SignedInRequest, version: QuestionVersion, treatment: str, form: RegradeForm
) -> HttpResponse:
    decided = regrade(
        version=version,
        treatment=treatment,
        bodies=form.bodies,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )
    messages.success(request, _("Decided. Every attempt with this question is being graded anew."))
    return redirect("regrade_report", decided.uuid)


@require_safe
def report(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """How far a regrade is, and whose result it changed, by codes."""
    rows = Regrade.objects.select_related("version", "run", "decided_by")
    found = rows.filter(uuid=uuid).first()
    if found is None and decides_about_released(request.user):
        raise Http404
    if found is None or not may_regrade(request.user, found.version):
        raise PermissionDenied
    changes = found.changes.select_related("attempt").defer("attempt__paper", "attempt__result")
    page = Paginator(changes.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "regrade": found,
        "text": text_of(found.version),
        "page": page,
        "rows": [(attempt_code(change.attempt.uuid), change) for change in page],
        "passes": changes.filter(passed_before=False, passed_after=True).count(),
    }
    return render(request, "courses/studio/regrade_report.html", context)
