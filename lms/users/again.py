"""Signing in once more before the ways in change, for who has no password to type again.

allauth takes an account without a password and without a second step for confirmed at any time:
whoever finds it signed in could make it theirs.
"""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def has_to_sign_in(request: HttpRequest) -> bool:
    """Whether nothing can be asked of them, and their signing in was not just now."""
    if not request.user.is_authenticated or get_reauthentication_flows(request.user):
        return False
    records = get_authentication_records(request, request.user)
    at = max((record["at"] for record in records), default=0)
    return time.time() - at > app_settings.REAUTHENTICATION_TIMEOUT


def sign_in_first(request: HttpRequest, back: str) -> None:
    """Signed out, to the page of signing in. Raises ImmediateHttpResponse: allauth answers it."""
    logout(request)
    minutes = app_settings.REAUTHENTICATION_TIMEOUT // 60
    said = _("Sign in once more. Then you can change this within %(minutes)d minutes.")
    messages.info(request, said % {"minutes": minutes})
    raise ImmediateHttpResponse(redirect(f"{reverse('account_login')}?{urlencode({'next': back})}"))
