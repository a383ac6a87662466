"""Verify a certificate, as a page or as data; download one's own."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from courses.people.access import person_of

from .forms import FamilyNameForm, FileForm, FindForm
from .handing_out import offer_of, unlisted
from .limits import rate_limited
from .models import Certificate
from .rendering import pdf_of
from .verification import as_data, verdict_on

NOT_FOUND = 404


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Type the code from the paper."""
    form = FindForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("certificates:verify", form.cleaned_data["code"])
    context = {"form": form, "file_form": FileForm()}
    response = render(request, "certificates/find.html", context)
    return unlisted(response) if form.is_bound else response


@never_cache
@rate_limited
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the certificate says, to compare with the paper."""
    form = FamilyNameForm(request.POST if request.method == "POST" else None)
    family_name = form.cleaned_data["family_name"] if form.is_valid() else None
    verdict = verdict_on(code, family_name)
    if verdict.wrong_name and verdict.asks_name:
        form.add_error("family_name", _("This is not the family name on this certificate."))
    status = 200 if verdict.certificate else NOT_FOUND
    context = {
        "verdict": verdict,
        "certificate": verdict.certificate,
        "offer": offer_of(request, verdict),
        "form": form,
        "typed": code,
    }
    return unlisted(render(request, "certificates/verify.html", context, status=status))


@csrf_exempt  # changes nothing, and programs have no cookie
@never_cache
@rate_limited
@require_http_methods(["GET", "HEAD", "POST"])
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same as data; ``family_name`` better by POST, which leaves no trace in logs."""
    family_name = request.POST.get("family_name", request.GET.get("family_name"))
    verdict = verdict_on(code, family_name)
    if verdict.certificate is None:
        detail = _("No certificate has this code. Compare all 12 characters with the paper.")
        return unlisted(JsonResponse({**as_data(verdict), "detail": detail}, status=NOT_FOUND))
    return unlisted(JsonResponse(as_data(verdict)))


@login_required
@require_safe
def pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The holder's own certificate, drawn again from what was frozen."""
    mine = Certificate.objects.with_ending().for_person(person_of(request))
    certificate = get_object_or_404(mine, uuid=uuid)
    if not certificate.has_pdf:
        context = {"certificate": certificate}
        return render(request, "certificates/no_pdf.html", context, status=NOT_FOUND)
    # A large QR code leaves the name out once it is protected.
    etag = quote_etag(f"{certificate.pdf_sha256}-{certificate.disclosure}")
    return get_conditional_response(request, etag=etag) or _attachment(certificate, etag)


def _attachment(certificate: Certificate, etag: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="certificate-{certificate.number}.pdf"',
        "Cache-Control": "private, no-cache",
        "ETag": etag,
    }
    return HttpResponse(pdf_of(certificate), content_type="application/pdf", headers=headers)
