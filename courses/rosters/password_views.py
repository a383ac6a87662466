"""A new password by card: have one printed for somebody, and choose it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout, password_validation
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.people import looking
from courses.people.organisations import Role
from courses.people.scope import organisation_or_404
from lms.users.models import User
from lms.users.requests import SignedInRequest

from . import password_cards, printing_cards
from .card_views import PAGE_SIZE, chosen, has_words
from .claim_views import PENDING, pending, too_late
from .claiming import NotThisCard


@login_required
@require_http_methods(["GET", "POST"])
def passwords(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """Who may get such a card in an organisation of the manager, and one for one of them."""
    mine = organisation_or_404(request, organisation, Role.MANAGER)
    people = password_cards.people_for_passwords(mine)
    if request.method == "POST":
        person = people.filter(uuid__in=chosen(request)[:1])
        if person.exists():
            how: dict[str, Any] = {"organisation": mine, "is_for_password": True}
            made = printing_cards.begin(by=request.user, people=person, **how)
            return redirect("rosters:sheet", made.uuid)
        messages.warning(request, _("This person gets no such card, or not any more."))
        return redirect(request.path)
    words = request.GET.get("q", "").strip()[:100]
    found = people.filter(has_words(words)) if words else people
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    looking.note(by=request.user, people=[one.pk for one in page], what=looking.What.PEOPLE)
    context = {"organisation": mine, "page": page, "words": words}
    return render(request, "courses/rosters/passwords.html", context)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy(
            "At least 10 characters. Three words that do not belong together are good."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.owner)
        return password


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """After code and PIN; nobody is signed in by it, so a second step is asked for as ever."""
    card = pending(request, is_for_password=True)
    if card is None or card.person.user is None:
        return too_late(request)
    form = PasswordForm(request.POST or None, owner=card.person.user)
    if not form.is_valid():
        context = {"form": form, "owner": card.person.user}
        return render(request, "courses/rosters/password.html", context)
    try:
        user = password_cards.choose(card=card.uuid, password=form.cleaned_data["password"])
    except NotThisCard:
        return too_late(request)
    request.session.pop(PENDING, None)
    logout(request)  # whoever it was that was signed in here
    said = _("Your new password works from now on. Sign in as %(name)s.")
    messages.success(request, said % {"name": user.username})
    return redirect("account_login")
