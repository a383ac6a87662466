"""Import and export of questions in the Wagtail admin."""

import uuid
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import EditView

from courses.questions.exporting import export_questions
from courses.questions.formats import FORMATS
from courses.questions.models import QuestionBank
from lms.users.requests import post_only

from . import question_transfer
from .models import ImportState, QuestionImport
from .question_transfer import may_transfer
from .question_transfer_forms import ImportForm

PAGE_SIZE = 100
SECONDS = 3  # between two looks at an import that runs

type View = Callable[..., HttpResponse]


def for_question_authors(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_transfer(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_question_authors
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    initial = {"bank": request.GET.get("bank", "")}
    form = ImportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        row = question_transfer.begin(by=request.user, **form.wanted())
        return redirect("question_import", row.uuid)
    return render(request, "courses/studio/import_questions.html", {"form": form})


@for_question_authors
@require_safe
def show(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """What would happen, or has happened, with each question; comes again while it is at work."""
    row = get_object_or_404(QuestionImport.objects.defer("content"), uuid=uuid, by=request.user)
    rows = Paginator(row.report.get("rows", []), PAGE_SIZE)
    context = {
        "import": row,
        "page": rows.get_page(request.GET.get("page", "1")),
        "progress": question_transfer.progress_of(row) if row.is_busy else None,
        "is_checked": row.state == ImportState.CHECKED,
    }
    response = render(request, "courses/studio/question_import.html", context)
    if row.is_busy:
        response["Refresh"] = str(SECONDS)
    return response


@for_question_authors
@post_only("question_import", "uuid")
def run(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(QuestionImport.objects.defer("content"), uuid=uuid, by=request.user)
    if not question_transfer.confirm(wanted=row):
        messages.warning(request, _("This file is imported once only; upload it again."))
    return redirect("question_import", uuid)


@for_question_authors
@require_safe
def export(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    bank = get_object_or_404(QuestionBank, pk=pk)
    if name not in FORMATS:
        raise Http404
    written = export_questions(bank=bank, format=name)
    response = HttpResponse(written.content, content_type=FORMATS[name].content_type)
    filename = f"{bank.slug}{FORMATS[name].suffix}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


LABELS = {"moodlexml": "Moodle XML", "gift": "GIFT", "csv": "CSV", "xlsx": "XLSX"}


def bank_buttons(bank: QuestionBank, user: Any) -> Iterator[Button]:
    """Beside a bank: import into it, export it."""
    if not may_transfer(user):
        return
    address = f"{reverse('import_questions')}?bank={bank.pk}"
    yield Button(_("Import questions"), address, icon_name="upload", priority=50)
    for priority, (name, label) in enumerate(LABELS.items(), start=51):
        text = _("Export as %(format)s") % {"format": label}
        address = reverse("export_bank", args=[bank.pk, name])
        yield Button(text, address, icon_name="download", priority=priority)


class BankEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list:
        return [*super().header_more_buttons, *bank_buttons(self.object, self.request.user)]
