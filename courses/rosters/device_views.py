"""/device/, and where a facilitator opens and ends supervised devices."""

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.users.requests import SignedInRequest, post_only

from . import claiming, supervising
from .access import facilitated_or_404
from .cards import ascii_digits
from .claim_forms import CardForm
from .claim_views import TOO_MANY, no_such_card
from .device_session import begin, leave, wipe
from .limits import count_wrong, may_try
from .supervised import SupervisedSession

BACKEND = "django.contrib.auth.backends.ModelBackend"


class OpenForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Open for"),
        coerce=int,
        initial=2,
        choices=[
            (1, gettext_lazy("1 hour")),
            (2, gettext_lazy("2 hours")),
            (4, gettext_lazy("4 hours")),
            (8, gettext_lazy("8 hours")),
        ],
    )


class EndForm(forms.Form):
    """Its code in any digits, as the PIN of a card."""

    code = forms.CharField(
        label=gettext_lazy("Code to end it"),
        help_text=gettext_lazy("It stands on your page of devices."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )

    def clean_code(self) -> str:
        return ascii_digits(self.cleaned_data["code"])


@login_required
@require_http_methods(["GET", "POST"])
def devices(request: SignedInRequest, offering: uuid.UUID) -> HttpResponse:
    """Open this device for learners with cards; which were opened, and who was there."""
    mine = facilitated_or_404(request, offering)
    form = OpenForm(request.POST or None)
    if form.is_valid():
        _device, cookie = supervising.open_device(
            offering=mine, by=request.user, hours=form.cleaned_data["hours"]
        )
        logout(request)
        return _with_cookie(wipe(redirect("rosters:card")), cookie)
    context = {"offering": mine, "form": form, "devices": supervising.devices_of(mine)}
    return render(request, "courses/rosters/devices.html", context)


def _with_cookie(response: HttpResponse, value: str) -> HttpResponse:
    response.set_cookie(
        supervising.COOKIE,
        value,
        max_age=supervising.LONGEST,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@login_required
@post_only("rosters:devices", "offering")
def end(request: SignedInRequest, offering: uuid.UUID, uuid: uuid.UUID) -> HttpResponse:
    """From the facilitator's own device, wherever the other one is."""
    mine = facilitated_or_404(request, offering)
    device = get_object_or_404(SupervisedSession, uuid=uuid, offering=mine)
    supervising.close(device=device)
    messages.success(request, _("The device is closed. Whoever was signed in there is signed out."))
    return redirect("rosters:devices", offering)


@never_cache
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """“Put in your card”, on a device that is open; elsewhere where else to go."""
    device = request.supervised  # type: ignore[attr-defined]
    if device is None:
        return render(request, "courses/rosters/closed_device.html")
    if request.user.is_authenticated:
        return redirect("home:my_learning")
    form = CardForm(request.POST or None)
    if request.method == "POST" and not may_try(request):
        return render(request, "429.html", status=TOO_MANY)
    if form.is_valid() and (reason := _sign_in(request, device, form)):
        form.add_error(None, reason)
    elif form.is_valid():
        return redirect("home:my_learning")
    response = render(request, "courses/rosters/device.html", {"form": form, "device": device})
    # Whoever was here last may have closed the tab, and their cookie may be gone.
    return wipe(response) if request.method == "GET" else response


def _sign_in(request: HttpRequest, device: SupervisedSession, form: CardForm) -> str:
    """Why it did not work; empty where it did."""
    try:
        user = supervising.sign_in(device=device, **form.cleaned_data)
    except claiming.NotThisCard:
        count_wrong(request)
        return no_such_card()
    except supervising.NotInThisCourse:
        return _("Your card is right, but you are not in this course. Tell your trainer.")
    except supervising.HasOwnAccount:
        return _("You have an account of your own. Sign in with it on another device.")
    # Not by allauth: a shared device is nobody's, and does not stand in the list of their devices.
    login(request, user, backend=BACKEND)
    begin(request, device)
    return ""


@post_only("rosters:card")
def done(request: HttpRequest) -> HttpResponse:
    """The learner leaves; the device stays open for the next."""
    logout(request)
    return leave()


@never_cache
@require_http_methods(["GET", "POST"])
def end_here(request: HttpRequest) -> HttpResponse:
    """The trainer ends it on the device, with the code from their page."""
    device = request.supervised  # type: ignore[attr-defined]
    if device is None:
        return redirect("rosters:card")
    form = EndForm(request.POST or None)
    if request.method == "POST" and not may_try(request):
        return render(request, "429.html", status=TOO_MANY)
    if form.is_valid():
        if constant_time_compare(form.cleaned_data["code"], device.end_code):
            supervising.close(device=device)
            logout(request)
            response = leave()
            response.delete_cookie(supervising.COOKIE)
            return response
        count_wrong(request)
        form.add_error("code", _("This is not the code. Look at your page of devices."))
    return render(request, "courses/rosters/end_device.html", {"form": form})
