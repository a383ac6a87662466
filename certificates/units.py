"""The registrar of an organisation: the certificates of its people, as far as it may read them."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.learning.seen import completions_seen
from courses.models import Organisation
from courses.people.organisations import Role
from courses.people.scope import belongs, ever_in, organisation_or_404
from lms import cells
from lms.users.requests import SignedInRequest, post_only

from .listing import in_state, searched
from .models import Certificate, CertificateQuerySet
from .registrar import note_look
from .states import State

PAGE_SIZE = 50
FILE_SIZE = 5000  # rows of one file; more of them are several files
HEAVY = ("wording", "credential", "offline_proof", "salt")
SHOWN = (State.VALID, State.EXPIRED, State.REVOKED, State.REPLACED, State.BEING_PREPARED)


class UnitFilter(forms.Form):
    """Which certificates; what is no choice narrows nothing."""

    q = forms.CharField(label=gettext_lazy("Name or number"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *[(state.value, state.label) for state in SHOWN]],
    )

    def narrowed(self, rows: CertificateQuerySet) -> CertificateQuerySet:
        self.is_valid()
        if state := self.cleaned_data.get("state"):
            rows = in_state(rows, state, today=timezone.localdate())
        return searched(rows, self.cleaned_data.get("q", ""))


def certificates_of_unit(organisation: Organisation) -> CertificateQuerySet:
    """The last version of each that proves a completion which the organisation may read.

    Of who left, the version of their last day there: whether that still holds, and no name since.
    """
    seen = completions_seen([organisation]).values("uuid")
    rows = Certificate.objects.with_ending().exclude(salt="").filter(completion_uuid__in=seen)
    left = ever_in([organisation]).filter(person=OuterRef("holder")).order_by("-ends_on")
    rows = rows.annotate(
        is_theirs=belongs([organisation], "holder"), last_day=Subquery(left.values("ends_on")[:1])
    )
    last = Q(replacement=None)
    came_in_time = Q(supersedes=None) | Q(created_at__date__lte=F("last_day"))
    was_last = came_in_time & (last | Q(replacement__created_at__date__gt=F("last_day")))
    shown = Q(last, is_theirs=True) | Q(was_last, is_theirs=False)
    return rows.filter(shown).defer(*HEAVY).order_by("-pk")


@login_required
@require_safe
def certificates(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    mine = organisation_or_404(request, organisation, Role.REGISTRAR)
    form = UnitFilter(request.GET)
    rows = Paginator(form.narrowed(certificates_of_unit(mine)), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1"))
    note_look(request, page)
    files = Paginator(rows.object_list, FILE_SIZE)
    files.count = rows.count  # the same rows
    context = {"organisation": mine, "form": form, "page": page, "files": files}
    return render(request, "certificates/unit.html", context)


@login_required
@post_only("certificates:of_unit", "organisation")
def certificates_file(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The same list as a file, in parts where it is long: to compare with a list of their own."""
    mine = organisation_or_404(request, organisation, Role.REGISTRAR)
    rows = UnitFilter(request.GET).narrowed(certificates_of_unit(mine))
    part = Paginator(rows, FILE_SIZE).get_page(request.POST.get("part", "1"))
    found = list(part)
    note_look(request, found)
    response = HttpResponse(cells.csv_of(_table(found)), content_type=cells.TYPES[cells.CSV])
    number = f"-{part.number}" if part.has_other_pages() else ""
    name = f"certificates-{timezone.localdate():%Y-%m-%d}{number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(rows: Iterable[Certificate]) -> Iterator[list[Any]]:
    yield [_("Number"), _("Name"), _("Certificate"), _("State"), _("From"), _("Until")]
    for row in rows:
        days = row.valid_from.isoformat(), row.valid_until.isoformat()
        title = row.claims["title"]
        yield [row.number, row.holder_name, title, str(row.state.label), *days]
