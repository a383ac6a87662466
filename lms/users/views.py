"""allauth's pages with something of ours; who comes too late with a code is told so."""

from typing import Any

from allauth.account import views
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .addresses import choices_of
from .devices import devices_of, sign_out_elsewhere
from .forms import ConfirmCodeForm, ConfirmEmailCodeForm
from .pending import (
    end_confirming_if_address_changed,
    end_reset_if_address_is_gone,
    forget_unproved_password,
)
from .requests import SignedInRequest
from .second_step import has_second_step, needs_second_step

REDIRECT = 302
MAX_DIGITS = 19  # of a number that the database holds


class EmailAddresses(views.EmailView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"addresses": choices_of(self.request.user)}


class SetPassword(views.PasswordSetView):
    """For who has none yet: it is a new way in as any other."""

    def dispatch(self, request: SignedInRequest, *args, **kwargs) -> HttpResponseBase:
        if not request.user.has_usable_password():
            raise_if_reauthentication_required(request, app="allauth.account")
        return super().dispatch(request, *args, **kwargs)


set_password = login_required(SetPassword.as_view())


class SaysWhenExpired:
    """Leads to ``ask_again`` with a message where no code is awaited, or not any more.

    It does not tell the two apart: an expired sign-in is forgotten by any other page of allauth.
    """

    ask_again = "account_reset_password"
    expired = _("This code has expired. Ask for a new one.")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        is_led_away = response.status_code == REDIRECT  # 429 is another matter
        if not is_led_away or request.user.is_authenticated or getattr(self, "_process", None):
            return response
        messages.error(request, self.expired)
        return redirect(self.passthrough_next_url(reverse(self.ask_again)))  # type: ignore[attr-defined]


class ConfirmLoginCode(SaysWhenExpired, views.ConfirmLoginCodeView):
    ask_again = "account_request_login_code"
    form_class = ConfirmCodeForm

    def form_valid(self, form: ConfirmCodeForm) -> HttpResponse:
        forget_unproved_password(self._process.user, self._process.state.get("email"))
        return super().form_valid(form)


class EndsWithItsAddress(SaysWhenExpired):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        end_reset_if_address_is_gone(request)
        return super().dispatch(request, *args, **kwargs)


class ConfirmPasswordResetCode(EndsWithItsAddress, views.ConfirmPasswordResetCodeView):
    form_class = ConfirmCodeForm


class CompletePasswordReset(EndsWithItsAddress, views.CompletePasswordResetView):
    # A double click comes here as well, when the password is new already.
    expired = _(
        "This code has expired or was used already. "
        "If your password is new, sign in; else ask for a new one."
    )


class ConfirmEmail(SaysWhenExpired, views.ConfirmEmailVerificationCodeView):
    ask_again = "account_login"
    expired = _("This code has expired. Sign in to get a new one.")
    form_class = ConfirmEmailCodeForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Tell a signed-in person, who adds an address, too; but not who only comes back here."""
        is_adding = request.user.is_authenticated and (
            EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session
        )
        end_confirming_if_address_changed(request)
        response = super().dispatch(request, *args, **kwargs)
        if is_adding and not self._process:
            messages.error(request, SaysWhenExpired.expired)
        return response


class SecondStep(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(**kwargs)
        is_needed, has_one = needs_second_step(user), has_second_step(user)
        steps = len(context["authenticators"].get("webauthn", []))
        steps += "totp" in context["authenticators"]
        return context | {
            "is_missing": is_needed and not has_one,
            "has_one": has_one,
            "may_remove": not is_needed or steps > 1,
        }


@login_required
def passkeys(request: SignedInRequest) -> HttpResponse:
    """allauth's page of its own; ours stand with the other second steps."""
    return redirect("mfa_index")


@login_required
def devices(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        which = request.POST.get("device", "")
        pk = int(which) if which.isascii() and which.isdigit() and len(which) < MAX_DIGITS else 0
        sign_out_elsewhere(request=request, user=request.user, pk=None if not which else pk)
        said = _("You are signed out there.") if which else _("You are signed out everywhere else.")
        messages.success(request, said)
        return redirect("usersessions_list")
    context = {"devices": devices_of(request)}
    return render(request, "usersessions/usersession_list.html", context)
