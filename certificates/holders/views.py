"""What a holder does with a certificate: share it, have the name corrected, protect the name."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.models import Certificate
from certificates.services import CertificateEnded
from courses.learning.models import Disclosure
from courses.people.access import person_of
from courses.people.minors import is_minor
from lms.users.requests import SignedInRequest, post_only

from . import corrections
from .chain import earlier
from .disclosure import disclose as set_disclosure
from .forms import CorrectionForm, DisclosureForm
from .models import Decision
from .sharing import links

PAGE = "certificates:mine"


def _mine_or_404(request: HttpRequest, uuid: UUID) -> Certificate:
    mine = Certificate.objects.with_ending().for_person(person_of(request))
    return get_object_or_404(mine.select_related("replacement"), uuid=uuid)


@login_required
@never_cache
@require_safe
def mine(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One's own certificate: the file first, then all that is seldom needed."""
    certificate = _mine_or_404(request, uuid)
    correction = certificate.corrections.last()
    context: dict[str, Any] = {
        "certificate": certificate,
        "links": links(certificate),
        "correction": correction,
        "is_waiting": correction is not None and correction.decision == Decision.WAITING,
        "earlier": earlier(certificate),
        "may_ask": not is_minor(certificate.holder),
    }
    return render(request, "certificates/holders/mine.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask for another name."""
    certificate = _mine_or_404(request, uuid)
    is_settled = is_minor(certificate.holder) or certificate.corrections.waiting().exists()
    if not certificate.has_pdf or is_settled:
        return redirect(PAGE, uuid)
    form = CorrectionForm(request.POST or None, claims=certificate.claims)
    if form.is_valid():
        _ask(request, certificate, form.cleaned_data)
        return redirect(PAGE, uuid)
    context = {"certificate": certificate, "form": form}
    return render(request, "certificates/holders/correct.html", context)


def _ask(request: HttpRequest, certificate: Certificate, asked: dict[str, str]) -> None:
    try:
        corrections.ask(certificate=certificate, **asked)
    except corrections.TooMany:
        said = _("You have asked for it several times. Talk to the people who run your course.")
        messages.error(request, said)
    except CertificateEnded:
        messages.error(request, _("This certificate has ended, so its name stays as it is."))
    else:
        messages.success(request, _("We have your request. You see here what comes of it."))


@login_required
@post_only(PAGE, "uuid")
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take the request back."""
    if corrections.withdraw(certificate=_mine_or_404(request, uuid)):
        messages.success(request, _("You have taken your request back. The name stays."))
    return redirect(PAGE, uuid)


@login_required
@post_only(PAGE, "uuid")
def disclose(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show the name on the verify page, or protect it."""
    certificate = _mine_or_404(request, uuid)
    form = DisclosureForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose whether the verify page shows your name."))
        return redirect(PAGE, uuid)
    chosen = form.cleaned_data["disclosure"]
    try:
        set_disclosure(certificate=certificate, disclosure=chosen, by=request.user)
    except CertificateEnded:
        messages.error(request, _("The name was removed from this certificate."))
        return redirect(PAGE, uuid)
    if chosen == Disclosure.PROTECTED:
        messages.success(request, _("Done. The verify page no longer shows your name."))
    else:
        messages.success(request, _("Done. The verify page shows your name."))
    return redirect(PAGE, uuid)
