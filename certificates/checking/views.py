"""Give us a file or a list: what is answered is kept nowhere."""

from base64 import b64encode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import FileForm, ListForm
from certificates.handing_out import offer_of, unlisted
from certificates.limits import may_check_rows, rate_limited, wants_json

from . import files, lists, wording
from .files import Answer, Outcome
from .uploading import TooLarge, receive

MOST_BYTES = 2 * 1024 * 1024
OK, BAD, NOT_FOUND, TOO_LARGE, TOO_MANY = 200, 400, 404, 413, 429
STATUS = {Outcome.UNKNOWN: NOT_FOUND, Outcome.EMPTY: NOT_FOUND, Outcome.UNREADABLE: BAD}


@csrf_exempt  # changes nothing, and programs have no cookie
@never_cache
@rate_limited
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Compare a file with what we issued."""
    if request.method != "POST":
        return _file_form(request, FileForm(), OK)
    try:
        content = receive(request, "file", most=MOST_BYTES)
    except TooLarge:
        message = _("The file has more than 2 MB. A certificate of ours never has that many.")
        return _file_refused(request, message, TOO_LARGE)
    if content is None:
        return _file_refused(request, _("Choose the file of the certificate."), BAD)
    return _file_answer(request, files.check(content))


def _file_answer(request: HttpRequest, answer: Answer) -> HttpResponse:
    status = STATUS.get(answer.outcome, OK)
    if wants_json(request):
        return _varied(JsonResponse(wording.answer_data(answer), status=status))
    verdict = answer.verdict
    context = {
        "answer": answer,
        "heading": wording.HEADINGS[answer.outcome],
        "explained": wording.EXPLAINED[answer.outcome],
        "differences": [(wording.field_name(row), wording.read(row)) for row in answer.differences],
        "is_another": not answer.is_our_word,
        "verdict": verdict,
        "certificate": verdict.certificate if verdict else None,
        "offer": offer_of(request, verdict) if verdict else None,
    }
    return _varied(render(request, "certificates/checking/file.html", context, status=status))


def _file_refused(request: HttpRequest, message: str, status: int) -> HttpResponse:
    if wants_json(request):
        return _varied(JsonResponse({"outcome": "refused", "detail": message}, status=status))
    form = FileForm({})
    form.errors["file"] = form.error_class([message])
    return _file_form(request, form, status)


def _file_form(request: HttpRequest, form: FileForm, status: int) -> HttpResponse:
    context = {"form": form}
    return _varied(render(request, "certificates/checking/file_form.html", context, status=status))


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return unlisted(response)


@csrf_exempt  # so that a list that is too large is never kept; a check is only counted
@never_cache
@rate_limited
@require_http_methods(["GET", "HEAD", "POST"])
def list_of_certificates(request: HttpRequest) -> HttpResponse:
    """Check many certificates at once, by number and family name."""
    if request.method != "POST":
        return _list_form(request, "", OK)
    try:
        content = receive(request, "list", most=lists.MOST_BYTES)
        rows = lists.read(content) if content is not None else []
    except (TooLarge, lists.UnreadableList) as error:
        too_large = _("The file is too large. Make lists of 500 certificates at most.")
        return _list_form(request, str(error) or too_large, BAD)
    if not rows:
        return _list_form(request, _("Choose the file with your list."), BAD)
    if not may_check_rows(request, len(rows)):
        message = _("Too many certificates were checked from your network. Try again in an hour.")
        return _list_form(request, message, TOO_MANY)
    return _list_answer(request, lists.check(rows))


def _list_answer(request: HttpRequest, rows: list[lists.Row]) -> HttpResponse:
    """The result as a file lies in the page itself: nothing of it is kept here."""
    csv = b64encode(lists.csv_of(rows)).decode()
    matches = sum(row.is_match for row in rows)
    context = {"rows": rows, "matches": matches, "csv": csv}
    return unlisted(render(request, "certificates/checking/list.html", context))


def _list_form(request: HttpRequest, error: str, status: int) -> HttpResponse:
    form = ListForm({} if error else None)
    if error:
        form.errors["list"] = form.error_class([error])
    context = {"form": form}
    return unlisted(render(request, "certificates/checking/list_form.html", context, status=status))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty list."""
    headers = {"Content-Disposition": 'attachment; filename="certificates.csv"'}
    return HttpResponse(lists.template(), content_type="text/csv; charset=utf-8", headers=headers)
