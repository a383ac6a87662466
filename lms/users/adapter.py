"""How allauth meets our users."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib import messages
from django.utils.translation import gettext as _

from .models import random_user_name

logger = logging.getLogger(__name__)
VERIFY_EMAIL = "lms.users.stages.EmailVerificationStage"


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request, user) -> None:
        """Keep the e-mail address out of the user name (allauth would copy its first part)."""
        user.username = user.username or random_user_name()

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.account.stages.EmailVerificationStage": VERIFY_EMAIL}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Say so where the mail server is out of reach: the next page can send it again."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("%s could not be sent.", template_prefix)
            message = _("We could not send the e-mail. Please ask for it again in a few minutes.")
            if request := allauth_context.request:
                messages.error(request, message)
