"""The codes of the second step, in our words."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from .forms import Code


class StepCode(Code):
    """In front of allauth's forms for the code of an app, or one of the recovery codes."""

    labels = Code.labels | {"code": _("Code from your app, or a recovery code")}

    def clean_code(self) -> str:
        """A code of the app works once in all the time that it is good for.

        allauth takes it again after 30 seconds, when the clock of the app may be half a minute off.
        """
        code = super().clean_code()  # type: ignore[misc]
        step: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if step.type == Authenticator.Type.TOTP:
            typed = "".join(filter(str.isalnum, code))  # 123 456 is 123456
            seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"second_step_code:{step.pk}:{typed}", True, seconds):
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(StepCode, allauth.AuthenticateForm):
    pass


class ReauthenticateForm(StepCode, allauth.ReauthenticateForm):
    pass


class ActivateTOTPForm(Code, totp.ActivateTOTPForm):
    labels = Code.labels | {"code": _("Code that the app shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
