"""Records of people in the Wagtail admin: find one, merge two of them, erase for somebody.

For registrars: they answer for names already.
"""

from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from certificates.access import for_registrars
from courses.models import Person
from courses.people import erasure, looking
from courses.people.merging import CannotMerge, merge, why_not
from courses.people.searching import is_named
from lms.users.requests import SignedInRequest, post_only

from .preview import preview
from .registry import counts

MOST = 20
FIND = "people_records"


class WhyForm(forms.Form):
    """Why something is done to somebody's record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: came by two lists. Do not enter details of a real case. "
            "This is not a place to report a concern."
        ),
    )


def find_people(words: str) -> QuerySet[Person]:
    """By all words of the name, or by e-mail address, user name or service number as a whole."""
    named = is_named(words)
    whole = Q(user__emailaddress__email__iexact=words) | Q(user__username__iexact=words)
    numbered = Q(memberships__service_number__iexact=words)
    rows = Person.objects.present().filter(named | whole | numbered).distinct()
    return rows.select_related("user").prefetch_related("memberships__organisation", "enrolments")


@for_registrars
@require_safe
@never_cache
def find(request: SignedInRequest) -> HttpResponse:
    """Nothing is listed before something is typed."""
    words = " ".join(request.GET.get("q", "").split())[:150]
    people = list(find_people(words).order_by("pk")[: MOST + 1]) if words else []
    shown = people[:MOST]
    looking.note(by=request.user, people=[p.pk for p in shown], what=looking.What.RECORD)
    context = {"words": words, "people": shown, "more": len(people) > MOST, "most": MOST}
    return render(request, "home/privacy/admin/find.html", context)


def _person(value: str) -> Person:
    """As named in an address; 404 for anything else."""
    try:
        key = UUID(value)
    except ValueError:
        key = UUID(int=0)
    return get_object_or_404(Person.objects.select_related("user"), uuid=key)


@for_registrars
@require_http_methods(["GET", "POST"])
@never_cache
def merge_two(request: SignedInRequest) -> HttpResponse:
    """Both side by side and what would move; then, with a reason, for good."""
    chosen = request.GET.get("keep", ""), request.GET.get("merge", "")
    if not all(chosen):
        messages.warning(request, _("Choose which record to keep, and which one to merge into it."))
        return redirect(FIND)
    kept, merged = map(_person, chosen)
    looking.note(by=request.user, people=[kept.pk, merged.pk], what=looking.What.MERGING)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        return _merge(request, kept, merged, form.cleaned_data["reason"])
    context = {
        "form": form,
        "kept": kept,
        "merged": merged,
        "problem": why_not(kept, merged, by=request.user),
        "preview": preview(kept, merged),
    }
    return render(request, "home/privacy/admin/merge.html", context)


def _merge(request: SignedInRequest, kept: Person, merged: Person, reason: str) -> HttpResponse:
    moved = counts(merged)
    try:
        merge(kept=kept, merged=merged, by=request.user, reason=reason, counts=moved)
    except CannotMerge as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Merged. Everything is in one record now."))
    return redirect(FIND)


@for_registrars
@require_http_methods(["GET", "POST"])
@never_cache
def erase_for(request: SignedInRequest, person: UUID) -> HttpResponse:
    """On behalf of somebody who asked for it and cannot do it themselves."""
    found = get_object_or_404(Person.objects.present().select_related("user"), uuid=person)
    looking.note(by=request.user, people=[found.pk], what=looking.What.RECORD)
    form = WhyForm(request.POST or None)
    waiting = found.erasure_requests.waiting().first()
    if form.is_valid() and not waiting:
        return _ask(request, found, form.cleaned_data["reason"])
    context = {"form": form, "person": found, "waiting": waiting, "now": timezone.now()}
    return render(request, "home/privacy/admin/erase.html", context)


def _ask(request: SignedInRequest, person: Person, reason: str) -> HttpResponse:
    try:
        erasure.ask(person=person, by_staff=request.user, reason=reason)
    except erasure.StaffIsNotErased:
        said = _("This account has rights of staff. An administrator has to take them away first.")
        messages.error(request, said)
    else:
        messages.success(request, _("It is kept that this person shall be erased."))
    return redirect("erase_person", person.uuid)


@for_registrars
@post_only("erase_person", "person")
def keep_for(request: HttpRequest, person: UUID) -> HttpResponse:
    found = get_object_or_404(Person.objects.present(), uuid=person)
    if erasure.undo(person=found):
        messages.success(request, _("Taken back: nothing is erased."))
    else:
        messages.warning(request, _("There was nothing to take back."))
    return redirect("erase_person", found.uuid)
