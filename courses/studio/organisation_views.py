"""The tree of organisations in the Wagtail admin: add, rename, move; give and end roles."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from courses.people import growing, inviting, placing
from courses.people.funding import CouldSubtract
from courses.people.invitations import EmailDomain
from courses.people.organisations import Membership, Organisation, Role
from courses.people.services import person_for
from lms.users.requests import SignedInRequest, post_only

from .organisation_forms import OrganisationForm, RoleForm

INDEX, EDIT = "organisation_tree", "edit_organisation"


def keeps_organisations(user: Any) -> bool:
    return user.has_perm("courses.change_organisation")


def _guarded[R](view: Callable[..., R]) -> Callable[..., R]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
        if not keeps_organisations(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@_guarded
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """The whole tree, with how many belong to each, and the domains that wait."""
    today = timezone.localdate()
    runs = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    members = Q(runs, memberships__role=Role.MEMBER, memberships__starts_on__lte=today)
    members &= Q(memberships__person__erased_at=None, memberships__person__merged_into=None)
    people = Count("memberships__person", filter=members, distinct=True)
    waiting = EmailDomain.objects.filter(approved_at__isnull=True).select_related("organisation")
    context = {"organisations": Organisation.objects.annotate(people=people), "waiting": waiting}
    return render(request, "courses/studio/organisations.html", context)


@_guarded
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    above = request.GET.get("parent", "")
    form = OrganisationForm(request.POST or None, initial={"parent": above})
    if form.is_valid():
        made = growing.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(name)s” was added.") % {"name": made})
        return redirect(EDIT, made.uuid)
    return render(request, "courses/studio/add_organisation.html", {"form": form})


@_guarded
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Its name and place, and who has a role in it."""
    found = get_object_or_404(Organisation, uuid=organisation)
    form = OrganisationForm(request.POST or None, organisation=found)
    if form.is_valid() and _is_kept(request, found, form):
        messages.success(request, _("Kept."))
        return redirect(EDIT, found.uuid)
    return render(request, "courses/studio/organisation.html", _shown(found, form, RoleForm()))


def _is_kept(request: SignedInRequest, found: Organisation, form: OrganisationForm) -> bool:
    """False with an error in the form where somebody else has moved its new parent below it."""
    try:
        growing.change(organisation=found, by=request.user, **form.cleaned_data)
    except growing.BelowItself:
        form.add_error("parent", _("This is below it now. Choose another, or none."))
        return False
    except CouldSubtract as error:
        form.add_error("parent", _told(error))
        return False
    return True


def _told(error: CouldSubtract) -> str:
    said = _(
        "Somebody has the role “%(role)s” in “%(name)s”. With both, the counts of a funder could"
        " be taken from each other and tell of a few people. End that role first."
    )
    role = error.membership
    return said % {"role": role.get_role_display(), "name": role.organisation}


def _shown(found: Organisation, form: OrganisationForm, role_form: RoleForm) -> dict[str, Any]:
    roles = found.memberships.running().exclude(role=Role.MEMBER)
    return {
        "organisation": found,
        "form": form,
        "role_form": role_form,
        "roles": roles.select_related("person__user").order_by("role", "pk"),
        "domains": found.email_domains.order_by("domain"),
    }


@_guarded
@post_only(EDIT, "organisation")
def give_role(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Organisation, uuid=organisation)
    form = RoleForm(request.POST)
    if not (form.is_valid() and _is_given(request, found, form)):
        mine = OrganisationForm(None, organisation=found)
        return render(request, "courses/studio/organisation.html", _shown(found, mine, form))
    messages.success(request, _("The role is given."))
    return redirect(EDIT, found.uuid)


def _is_given(request: SignedInRequest, found: Organisation, form: RoleForm) -> bool:
    """False with an error in the form where the role would let somebody subtract."""
    wanted = dict(form.cleaned_data)
    person = person_for(user=wanted.pop("email"))
    try:
        placing.give_role(person=person, organisation=found, by=request.user, **wanted)
    except CouldSubtract as error:
        form.add_error("role", _told(error))
        return False
    return True


@_guarded
@post_only(EDIT, "organisation")
def end_role(
    request: SignedInRequest, organisation: uuid.UUID, membership: uuid.UUID
) -> HttpResponse:
    rows = Membership.objects.exclude(role=Role.MEMBER).select_related("person")
    found = get_object_or_404(rows, uuid=membership, organisation__uuid=organisation)
    placing.end_role(membership=found, by=request.user)
    messages.success(request, _("The role has ended."))
    return redirect(EDIT, organisation)


@_guarded
@post_only(INDEX)
def approve_domain(request: SignedInRequest, domain: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(EmailDomain, uuid=domain)
    inviting.approve_domain(domain=found, by=request.user)
    said = _("Who has a verified address at %(domain)s may join.")
    messages.success(request, said % {"domain": found})
    return redirect(EDIT, found.organisation.uuid)


@_guarded
@post_only(INDEX)
def refuse_domain(request: SignedInRequest, domain: uuid.UUID) -> HttpResponse:
    """Take it away, whether it was approved or not."""
    found = get_object_or_404(EmailDomain, uuid=domain)
    inviting.remove_domain(domain=found, by=request.user)
    messages.success(request, _("Removed. Who has joined by it stays."))
    return redirect(INDEX)
