"""How the questions of quizzes perform, in the Wagtail admin and as files."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from . import plots
from .analysis_files import csv_of, workbook_of
from .forms import AnalysisFilter
from .quiz_analysis import Analysis, analyse, locales_of, quizzes_for, steps, with_results
from .reader_views import PAGE_SIZE, for_authors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _analysis_or_404(request: HttpRequest, item: UUID) -> tuple[Analysis, AnalysisFilter]:
    quiz = quizzes_for(request.user).get(item)
    if quiz is None:
        raise Http404
    locales = locales_of(quiz)
    form = AnalysisFilter(request.GET, editions=quiz.editions, locales=locales)
    return analyse(quiz, **form.chosen()), form


@for_authors
@require_safe
def quizzes(request: HttpRequest) -> HttpResponse:
    """The quizzes of somebody's courses, with how often they were taken."""
    found = with_results(quizzes_for(request.user))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    return render(request, "courses/studio/quizzes.html", {"page": page})


@for_authors
@require_safe
def quiz(request: HttpRequest, item: UUID) -> HttpResponse:
    """One quiz: its questions, how the scores spread, and how many pass at which attempt."""
    analysis, form = _analysis_or_404(request, item)
    context: dict[str, Any] = {
        "analysis": analysis,
        "quiz": analysis.quiz,
        "form": form,
        "bars": plots.histogram(analysis.scores),
        "mark_at": plots.mark_at(analysis.quiz.pass_mark),
        "steps": plots.lines(steps(analysis)),
    }
    return render(request, "courses/studio/quiz_analysis.html", context)


@for_authors
@require_safe
def questions_csv(request: HttpRequest, item: UUID) -> HttpResponse:
    """The table of questions, narrowed as the page is."""
    analysis, _form = _analysis_or_404(request, item)
    return _file(analysis, csv_of(analysis), "text/csv; charset=utf-8", "csv")


@for_authors
@require_safe
def workbook(request: HttpRequest, item: UUID) -> HttpResponse:
    """All tables, narrowed as the page is."""
    analysis, _form = _analysis_or_404(request, item)
    return _file(analysis, workbook_of(analysis), XLSX, "xlsx")


def _file(analysis: Analysis, data: bytes, kind: str, suffix: str) -> HttpResponse:
    name = f"{slugify(analysis.quiz.title) or 'quiz'}.{suffix}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=disposition)
