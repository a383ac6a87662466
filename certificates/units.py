"""The registrar of an organisation: the certificates of its people, as far as it may read them."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.learning.seen import completions_seen
from courses.models import Organisation
from courses.people import looking
from courses.people.organisations import Role
from courses.people.scope import organisation_or_404
from lms import cells
from lms.users.requests import SignedInRequest, post_only

from .listing import in_state, searched
from .models import Certificate, CertificateQuerySet
from .registrar import note_look
from .states import State

PAGE_SIZE = 50
HEAVY = ("wording", "credential", "offline_proof", "salt")
SHOWN = (State.VALID, State.EXPIRED, State.REVOKED, State.BEING_PREPARED)


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
    """The last version of each that proves a completion which the organisation may read."""
    seen = completions_seen([organisation]).values("uuid")
    rows = Certificate.objects.current().with_ending().exclude(salt="")
    return rows.filter(completion_uuid__in=seen).defer(*HEAVY).order_by("-pk")


@login_required
@require_safe
def certificates(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    mine = organisation_or_404(request, organisation, Role.REGISTRAR)
    form = UnitFilter(request.GET)
    rows = Paginator(form.narrowed(certificates_of_unit(mine)), PAGE_SIZE)
    page = rows.get_page(request.GET.get("page", "1"))
    note_look(request, page)
    context = {"organisation": mine, "form": form, "page": page}
    return render(request, "certificates/unit.html", context)


@login_required
@post_only("certificates:of_unit", "organisation")
def certificates_file(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The same list as a file: what somebody must have to compare with a list of their own."""
    mine = organisation_or_404(request, organisation, Role.REGISTRAR)
    rows = UnitFilter(request.GET).narrowed(certificates_of_unit(mine))
    holders = rows.exclude(holder=None).values_list("holder_id", flat=True)
    looking.note(by=request.user, people=holders, what=looking.What.CERTIFICATE)
    content = cells.csv_of(_table(rows.iterator(chunk_size=1000)))
    response = HttpResponse(content, content_type=cells.TYPES[cells.CSV])
    name = f"certificates-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _table(rows: Iterable[Certificate]) -> Iterator[list[Any]]:
    yield [_("Number"), _("Name"), _("Certificate"), _("State"), _("From"), _("Until")]
    for row in rows:
        days = row.valid_from.isoformat(), row.valid_until.isoformat()
        title = row.claims["title"]
        yield [row.number, row.holder_name, title, str(row.state.label), *days]
