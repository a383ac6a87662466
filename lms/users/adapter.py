"""How allauth meets our users."""

import logging
import time
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import again
from .addresses import may_be_removed
from .models import random_user_name
from .pending import remember_address

logger = logging.getLogger(__name__)
VERIFY_EMAIL = "lms.users.stages.EmailVerificationStage"
NOT_SENT = "letter_was_not_sent"
SAY_SENT = ("account/messages/email_confirmation_sent.txt", "account/messages/login_code_sent.txt")


def seconds_of_codes() -> Mapping[str, int]:
    """How long the code of each letter works."""
    confirm = app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT
    return {
        "account/email/email_confirmation": confirm,
        "account/email/email_confirmation_signup": confirm,
        "account/email/login_code": app_settings.LOGIN_BY_CODE_TIMEOUT,
        "account/email/password_reset_code": app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    }


def is_told_nothing(request: HttpRequest) -> bool:
    """After a failure a visitor who asks again does not learn whether a letter went out.

    An address that has an account gets none then: the answer would tell which ones have.
    """
    has_failed = request.session.get(NOT_SENT) and not getattr(request, NOT_SENT, False)
    return request.user.is_anonymous and bool(has_failed)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("Your account has this e-mail address already."),
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not correct."
        ),
        "email_taken": gettext_lazy("Another account already uses this e-mail address."),
        "enter_current_password": gettext_lazy("This is not your current password. Try again."),
        "incorrect_code": gettext_lazy("Incorrect code. Look at it again."),
        "incorrect_password": gettext_lazy("Incorrect password. Try again."),
        "rate_limited": gettext_lazy("Too many tries. Please wait a few minutes, then try again."),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed tries. Wait a few minutes, then try again."
        ),
        "username_password_mismatch": gettext_lazy("The user name or the password is not correct."),
    }
    waited = 0.0  # seconds since the first code, where this is a later one

    def populate_username(self, request, user) -> None:
        """Keep the e-mail address out of the user name (allauth would copy its first part)."""
        user.username = user.username or random_user_name()

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.account.stages.EmailVerificationStage": VERIFY_EMAIL}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Who adds an address comes back to the list, to choose it; signing up goes elsewhere."""
        return reverse("account_email")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has nothing to type again signs in again. Raises ImmediateHttpResponse."""
        is_required = super().is_reauthentication_required(app=app, **kwargs)
        request = allauth_context.request
        if is_required and again.has_to_sign_in(request):
            is_linking = app == "allauth.socialaccount"  # its address is good for once only
            linked = reverse("socialaccount_connections")
            again.sign_in_first(request, linked if is_linking else request.path)
        return is_required

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return not email_address.pk or may_be_removed(email_address)

    def send_confirmation_mail(self, request, emailconfirmation, signup: bool) -> None:
        """A code that is sent again works no longer than the first would have."""
        remember_address(emailconfirmation.state, emailconfirmation.user)
        self.waited = time.time() - emailconfirmation.state["at"]
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Say so where the mail server is out of reach: the next page can send it again."""
        if seconds := seconds_of_codes().get(template_prefix):
            context = {**context, "minutes": max(1, round((seconds - self.waited) / 60))}
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("%s could not be sent.", template_prefix)
            request = allauth_context.request
            if request and not is_told_nothing(request):
                setattr(request, NOT_SENT, True)
                request.session[NOT_SENT] = True
                said = _("We could not send the e-mail. Please ask for it again in a few minutes.")
                messages.error(request, said)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """allauth says that it sent a letter whether or not it could."""
        if message_template in SAY_SENT:
            if getattr(request, NOT_SENT, False):
                return
            if is_told_nothing(request):
                said = _("If we could send the e-mail, it is with you in a few minutes.")
                messages.info(request, said)
                return
        super().add_message(request, level, message_template, *args, **kwargs)
