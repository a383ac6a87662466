"""/claim/: with a card to an account."""

import time
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.signup import complete_signup
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.people.accounts import is_card_only
from courses.people.minors import is_minor
from lms.users.requests import SignedInRequest, post_only

from . import claiming, password_cards
from .cards import ClaimCard
from .claim_forms import AccountForm, CardForm
from .limits import count_wrong, may_try

PENDING = "claim_card"  # in the session: the card whose PIN was right, and when
PATIENCE = 15 * 60  # seconds from the PIN to the account
TOO_MANY = 429


def no_such_card() -> str:
    return _(
        "This code and PIN do not open anything. Look at them again. A card works once, until the"
        " day on it, and is locked after five wrong PINs: then ask whoever gave it to you for a"
        " new one."
    )


@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, code: str = "") -> HttpResponse:
    """Code and PIN; the answer to a wrong pair is always the same."""
    form = CardForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and not may_try(request):
        return render(request, "429.html", status=TOO_MANY)
    if form.is_valid():
        try:
            card = claiming.check(**form.cleaned_data)
        except claiming.NotThisCard:
            count_wrong(request)
            form.add_error(None, no_such_card())
        else:
            reason = _why_not(card)
            if not reason:
                request.session.cycle_key()
                request.session[PENDING] = [str(card.uuid), int(time.time())]
                return redirect("rosters:password" if card.is_for_password else "rosters:account")
            form.add_error(None, reason)
    return render(request, "courses/rosters/claim.html", {"form": form})


def _why_not(card: ClaimCard) -> str:
    """Why a right card makes no account, or no new password; empty where it does."""
    if card.is_for_password:
        return "" if password_cards.is_still_for(card.person) else no_more_by_card()
    if is_minor(card.person):
        return for_trainers_device()
    if not is_card_only(card.person.user):
        return _("You have an account already. Sign in there; a card is not needed any more.")
    return ""


def no_more_by_card() -> str:
    return _(
        "Your account has got rights or a confirmed e-mail address since this card was printed, so"
        " a card does not change its password. Use “Choose a new password” where you sign in, or"
        " ask whoever runs this site."
    )


def for_trainers_device() -> str:
    return _("This card works on a device that your trainer opens for you, and nowhere else.")


def pending(request: HttpRequest, *, is_for_password: bool = False) -> ClaimCard | None:
    """The card whose PIN was right in the last minutes, while it is open."""
    uuid, moment = request.session.get(PENDING, (None, 0))
    if uuid is None or time.time() - moment > PATIENCE:
        return None
    cards = ClaimCard.objects.open().filter(uuid=UUID(uuid), is_for_password=is_for_password)
    return cards.select_related("person__user").first()


def too_late(request: HttpRequest) -> HttpResponse:
    request.session.pop(PENDING, None)
    messages.warning(request, _("That took too long, or the card was used. Type it once more."))
    return redirect("rosters:claim")


@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """A new account, or the one that somebody has."""
    card = pending(request)
    if card is None:
        return too_late(request)
    known = {name: getattr(card.person, name) for name in ("given_name", "family_name")}
    form = AccountForm(request.POST or None, person=card.person, initial=known)
    if form.is_valid() and request.user.is_anonymous:
        done = _make(request, card, form)
        if done:
            return done
    context: dict[str, Any] = {"form": form, "suggestions": claiming.suggestions(card.person)}
    return render(request, "courses/rosters/account.html", context)


def _make(request: HttpRequest, card: ClaimCard, form: AccountForm) -> HttpResponse | None:
    wanted = form.cleaned_data
    try:
        user = claiming.make_account(
            card=card.uuid,
            user_name=wanted["user_name"],
            password=wanted["password"],
            names={"given_name": wanted["given_name"], "family_name": wanted["family_name"]},
        )
    except claiming.NameTaken:
        form.add_error("user_name", _("Somebody has this user name. Choose another one."))
        return None
    except (claiming.NotThisCard, claiming.Minors):
        return too_late(request)
    request.session.pop(PENDING, None)
    record_authentication(request, user, "password")
    said = _("Your account is ready. Next time sign in as %(name)s.")
    messages.success(request, said % {"name": user.username})
    # A sign-up as any other: who keeps devices and accepted terms hears of it.
    return complete_signup(request, user=user, redirect_url=reverse("home:my_learning"))


@login_required
@post_only("rosters:account")
def link(request: SignedInRequest) -> HttpResponse:
    """To the account that is signed in."""
    card = pending(request)
    if card is None:
        return too_late(request)
    try:
        claiming.link_account(card=card.uuid, user=request.user)
    except claiming.TwoPeople:
        said = _(
            "Your account has a record already, and the card belongs to another one. Nothing was"
            " changed. Ask the manager of your organisation to bring the two together."
        )
        messages.error(request, said)
        return redirect("rosters:account")
    except (claiming.NotThisCard, claiming.Minors):
        return too_late(request)
    request.session.pop(PENDING, None)
    messages.success(request, _("The card is linked. What you were enrolled in is below."))
    return redirect("home:my_learning")
