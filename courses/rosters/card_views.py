"""Cards: choose for whom, have them printed, fetch the PDF."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.people.models import Person
from courses.people.organisations import Role
from courses.people.scope import organisation_or_404
from lms.users.requests import SignedInRequest, post_only

from . import card_files, printing_cards
from .access import may_bring_people, people_for_cards, people_of_roster, roster_or_404
from .cards import CardSheet, ClaimCard, SheetState
from .consents import minors_of

PAGE_SIZE = 100
SECONDS = 3


@login_required
@require_http_methods(["GET", "POST"])
def cards(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Who needs a card in an organisation of the manager, and new ones for all or some."""
    mine = organisation_or_404(request, organisation, Role.MANAGER)
    people = people_for_cards(mine)
    if request.method == "POST":
        return _print(request, people, organisation=mine)
    words = request.GET.get("q", "").strip()[:100]
    found = people.filter(has_words(words)) if words else people
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "organisation": mine,
        "page": page,
        "words": words,
        "without": printing_cards.without_card(people).count(),
        "carded": set(
            ClaimCard.objects.open().filter(person__in=list(page)).values_list("person", flat=True)
        ),
        "most": printing_cards.MOST_CARDS,
        "has_minors": minors_of(mine).exists(),
    }
    return render(request, "courses/rosters/cards.html", context)


def has_words(words: str) -> Q:
    found = Q()
    for word in words.split():
        found &= Q(given_name__icontains=word) | Q(family_name__icontains=word)
    return found


def _print(
    request: SignedInRequest, people: "QuerySet[Person, Person]", **fields: Any
) -> HttpResponse:
    """For those chosen, or for everybody who has no card that works."""
    if request.POST.get("who") == "chosen":
        people = people.filter(uuid__in=chosen(request))
    else:
        people = printing_cards.without_card(people)
    if not people.exists():
        messages.warning(request, _("Choose at least one person who needs a card."))
        return redirect(request.path)
    made = printing_cards.begin(by=request.user, people=people, **fields)
    return redirect("rosters:sheet", made.uuid)


def chosen(request: SignedInRequest) -> list[uuid.UUID]:
    """The people who were ticked."""
    return list(_uuids(request.POST.getlist("person")))


def _uuids(texts: list[str]) -> Iterator[uuid.UUID]:
    for text in texts[: printing_cards.MOST_CARDS]:
        try:
            yield uuid.UUID(text)
        except ValueError:
            continue


@login_required
@post_only("rosters:roster", "uuid")
def cards_of_roster(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """For the people of a list who have no card that works."""
    roster = roster_or_404(request, uuid)
    people = printing_cards.without_card(people_of_roster(request.user, roster))
    if not people.exists():
        said = _(
            "There is nobody on this list to print a card for. Who was there before gets one from"
            " a manager of the organisation."
        )
        messages.warning(request, said)
        return redirect("rosters:roster", uuid)
    made = printing_cards.begin(
        by=request.user,
        organisation=roster.organisation,
        offering=roster.offering,
        people=people,
    )
    return redirect("rosters:sheet", made.uuid)


@login_required
@require_safe
def sheet(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponse:
    """Being printed, or ready; for whoever asked for it."""
    mine = _sheet_or_404(request, uuid)
    context = {"sheet": mine, "count": len(mine.people), "is_there": _is_there(mine)}
    response = render(request, "courses/rosters/sheet.html", context)
    if mine.state == SheetState.WAITING:
        response["Refresh"] = str(SECONDS)
    return response


def _sheet_or_404(request: SignedInRequest, uuid: uuid.UUID) -> CardSheet:
    """While they may bring people there: who holds a card can be its owner."""
    rows = CardSheet.objects.select_related("organisation", "offering")
    mine = get_object_or_404(rows, uuid=uuid, by=request.user)
    if not may_bring_people(request.user, mine.organisation, mine.offering):
        raise Http404
    return mine


def _is_there(sheet: CardSheet) -> bool:
    kept = timezone.now() - (sheet.made_at or timezone.now()) < printing_cards.FILE_KEPT_FOR
    return sheet.state == SheetState.READY and kept and card_files.file_of(sheet).exists()


@login_required
@never_cache
@require_safe
def download(request: SignedInRequest, uuid: uuid.UUID) -> HttpResponseBase:
    mine = _sheet_or_404(request, uuid)
    if not _is_there(mine):
        messages.error(request, _("The file is not here any more. Print new cards."))
        return redirect("rosters:sheet", uuid)
    name = f"cards-{mine.created_at:%Y-%m-%d}.pdf"
    return FileResponse(card_files.file_of(mine).open("rb"), as_attachment=True, filename=name)
