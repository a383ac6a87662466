"""How managers let people in: invitations and domains of e-mail addresses."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.people import inviting
from courses.people.invitations import EmailDomain, Invitation
from courses.people.organisations import Organisation, OrganisationQuerySet, Role
from courses.people.scope import organisation_or_404
from lms.users.requests import SignedInRequest, post_only

from .invitation_forms import DomainForm, InvitationForm

PAGE_SIZE = 25
PAGE = "invitations:list"


def _mine(request: SignedInRequest, organisation: uuid.UUID) -> Organisation:
    return organisation_or_404(request, organisation, Role.MANAGER)


@login_required
@require_http_methods(["GET", "POST"])
def invitations(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Those that let somebody in here and below it, and a form for another one."""
    mine = _mine(request, organisation)
    form = InvitationForm(request.POST or None, organisation=mine)
    if form.is_valid():
        wanted, offering = form.cleaned_data, form.cleaned_data["offering"]
        inviting.invite(
            organisation=mine,
            max_uses=wanted["max_uses"],
            expires_at=wanted["expires_on"],
            offering_id=offering.pk if offering else None,
            by=request.user,
        )
        messages.success(request, _("Made. Pass on the link or the code."))
        return redirect(PAGE, mine.uuid)
    context = _shown(request, mine, form, DomainForm())
    return render(request, "courses/rosters/invitations.html", context)


def _shown(
    request: SignedInRequest, mine: Organisation, form: InvitationForm, domain_form: DomainForm
) -> dict[str, Any]:
    open_ = Invitation.objects.open_at(timezone.now()).filter(organisation__in=_units(mine))
    open_ = open_.select_related("offering", "organisation", "created_by__person").order_by("-pk")
    page = Paginator(open_, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    return {
        "organisation": mine,
        "form": form,
        "domain_form": domain_form,
        "page": page,
        "invitations": [(row, settings.BASE_URL + _address(row)) for row in page],
        "domains": mine.email_domains.order_by("domain"),
        "here": "invitations",
    }


def _units(mine: Organisation) -> OrganisationQuerySet:
    return Organisation.objects.below([mine])


def _address(invitation: Invitation) -> str:
    return reverse("joining:join", args=[invitation.token])


@login_required
@post_only(PAGE, "organisation")
def end(request: SignedInRequest, organisation: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    mine = _mine(request, organisation)
    found = get_object_or_404(Invitation, uuid=invitation, organisation__in=_units(mine))
    inviting.end_invitation(invitation=found, by=request.user)
    messages.success(request, _("Ended. Nobody else joins by it; who has joined stays."))
    return redirect(PAGE, mine.uuid)


@login_required
@post_only(PAGE, "organisation")
def ask_for_domain(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Wish for a domain; whoever runs the site approves it."""
    mine = _mine(request, organisation)
    form = DomainForm(request.POST)
    if not form.is_valid():
        context = _shown(request, mine, InvitationForm(organisation=mine), form)
        return render(request, "courses/rosters/invitations.html", context)
    domain = form.cleaned_data["domain"]
    inviting.ask_for_domain(organisation=mine, domain=domain, by=request.user)
    messages.success(request, _("Kept. It holds once whoever runs this site has approved it."))
    return redirect(PAGE, mine.uuid)


@login_required
@post_only(PAGE, "organisation")
def remove_domain(
    request: SignedInRequest, organisation: uuid.UUID, domain: uuid.UUID
) -> HttpResponse:
    mine = _mine(request, organisation)
    found = get_object_or_404(EmailDomain, uuid=domain, organisation=mine)
    inviting.remove_domain(domain=found, by=request.user)
    messages.success(request, _("Removed. Nobody else joins by it; who has joined stays."))
    return redirect(PAGE, mine.uuid)
