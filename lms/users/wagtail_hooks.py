"""What changing an account in the Wagtail admin means for signing in."""

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .models import User
from .second_step import REMOVED


@hooks.register("register_log_actions")
def register_removing_of_second_steps(actions: Any) -> None:
    said = _("The operator removed the second step of signing in")
    actions.register_action(REMOVED, _("Remove second step"), said)


@hooks.register("after_edit_user")
def forget_earlier_addresses(request: HttpRequest, user: User) -> None:
    """An administrator gave another address: it is to be verified, and the earlier ones go."""
    mine = EmailAddress.objects.filter(user=user)
    if not mine.filter(email__iexact=user.email or "", primary=True).exists():
        mine.delete()
