"""A person's own page about organisations: where they belong, join, leave."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.learning.access import offering_to_join
from courses.learning.models import Offering
from courses.learning.prerequisites import needed_of, still_needed
from courses.payments.seats import costs_a_seat, was_taken_back
from courses.people import inviting, placing
from courses.people.access import person_of
from courses.people.invitations import EmailDomain, Invitation
from courses.people.models import Person
from courses.people.organisations import Membership, MembershipQuerySet, Organisation
from courses.people.removals import was_taken_out
from courses.people.services import person_for
from lms.users.requests import SignedInRequest, post_only

from . import enrolling, joining
from .code_limits import TooManyCodes, count_wrong, take_one
from .invitation_forms import CodeForm

TOO_MANY, GONE = 429, 410


def _memberships(request: SignedInRequest) -> MembershipQuerySet:
    mine = Membership.objects.members().running().filter(person__user=request.user)
    return mine.select_related("organisation").order_by("organisation__name", "pk")


@login_required
@require_safe
@never_cache
def mine(request: SignedInRequest) -> HttpResponse:
    """Where this person belongs, and may join."""
    return render(request, "courses/rosters/mine.html", _own(request, CodeForm()))


def _own(request: SignedInRequest, form: CodeForm) -> dict[str, Any]:
    domains = inviting.domains_for(request.user)
    return {"memberships": _memberships(request), "domains": domains, "form": form}


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, membership: uuid.UUID) -> HttpResponse:
    """At any time, by themselves; what they did there before stays in view there."""
    found = get_object_or_404(_memberships(request).select_related("person"), uuid=membership)
    if request.method == "POST":
        placing.leave(membership=found, by=request.user)
        said = _("You have left %(organisation)s. What you do from now on it does not see.")
        messages.success(request, said % {"organisation": found.organisation})
        return redirect("joining:mine")
    return render(request, "courses/rosters/leave.html", {"membership": found})


@login_required
@post_only("joining:mine")
def code(request: SignedInRequest) -> HttpResponse:
    """A typed code leads to what it is for; nothing is joined yet."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            take_one(request)
        except TooManyCodes:
            form.add_error("code", _("These were many codes. Wait an hour, then try again."))
            return _again(request, form, status=TOO_MANY)
        found = inviting.by_code(form.cleaned_data["code"])
        if found and inviting.is_open(found):
            return redirect("joining:join", found.token)
        count_wrong(request)
        form.add_error(
            "code", _("No invitation has this code now. Compare it, or ask who gave it to you.")
        )
    return _again(request, form)


def _again(request: SignedInRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "courses/rosters/mine.html", _own(request, form), status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Which organisation it is, and what it will see; then join, for who is signed in."""
    found = inviting.by_token(token)
    if found is None:
        raise Http404
    person, unit = person_of(request), found.organisation
    is_out = was_taken_out(person, organisation=unit, since=found.created_at)
    if (is_out or not inviting.is_open(found)) and not _belongs(request, found.organisation):
        return render(request, "courses/rosters/not_open.html", status=GONE)
    if request.method == "POST" and request.user.is_authenticated:
        return _join(request, found)
    return _ask(request, found.organisation, found)


def _belongs(request: HttpRequest, organisation: Organisation) -> bool:
    person = person_of(request)
    mine = Membership.objects.members().running().filter(person=person, organisation=organisation)
    return person is not None and mine.exists()


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    person = person_for(user=request.user)  # type: ignore[arg-type]
    try:
        joining.join_by_invitation(invitation=invitation, person=person)
    except inviting.NotOpen:
        return render(request, "courses/rosters/not_open.html", status=GONE)
    messages.success(request, _("You have joined %(name)s.") % {"name": invitation.organisation})
    offering = invitation.offering
    today, user = timezone.localdate(), person.user
    if offering is None:
        return redirect("joining:mine")
    if offering_to_join(offering.course.slug, today, user):
        return redirect("learning:enrol", offering.course.slug)
    messages.warning(request, _why_not(invitation, offering, person))
    return redirect("joining:mine")


def _why_not(invitation: Invitation, offering: Offering, person: Person) -> str:
    """Why who has joined cannot begin the course."""
    needed = still_needed(offering, person)
    is_out = was_taken_back(offering=offering, person=person, since=invitation.created_at)
    if needed and not is_out and not enrolling.refusal(offering, may_give_seats=True):
        said = _(
            "You have no place in “%(course)s” yet. Complete first: %(needed)s. Then come back by"
            " the same link."
        )
        return said % {"course": offering, "needed": needed}
    said = _("“%(course)s” is over or closed, or no place in it is free. Ask who invited you.")
    return said % {"course": offering}


def _ask(
    request: HttpRequest, organisation: Organisation, invitation: Invitation | None = None
) -> HttpResponse:
    offering = invitation.offering if invitation else None
    context = {
        "organisation": organisation,
        "costs_a_seat": offering is not None and costs_a_seat(offering),
        "needed": needed_of(offering) if offering else [],
        "above": organisation.get_ancestors(),
        "invitation": invitation,
        "belongs": _belongs(request, organisation),
    }
    return render(request, "courses/rosters/join.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def join_domain(request: SignedInRequest, domain: uuid.UUID) -> HttpResponse:
    """The same by the domain of a verified address."""
    found = get_object_or_404(EmailDomain.objects.select_related("organisation"), uuid=domain)
    if not inviting.has_address_of(request.user, found):
        raise Http404
    if request.method == "POST":
        person = person_for(user=request.user)
        joining.join_by_domain(domain=found, person=person, user=request.user)
        said = _("You have joined %(name)s.")
        messages.success(request, said % {"name": found.organisation})
        return redirect("joining:mine")
    return _ask(request, found.organisation)
