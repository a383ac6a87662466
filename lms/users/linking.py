"""From an account of another organisation to one of ours, so that nobody takes over another's.

Who comes with an address that an account here has must first sign in to that account; then they
are asked whether to link the two.
"""

import time
from typing import Any, ClassVar

from allauth.account.utils import user_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import (
    DefaultSocialAccountAdapter,
    _build_apps_from_settings,
    get_adapter,
)
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import is_theirs
from .models import User

WAITING = "waiting_to_be_linked"  # in the session
MAY_WAIT = 15 * 60  # seconds


class LinkingAdapter(DefaultSocialAccountAdapter):
    error_messages: ClassVar = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": gettext_lazy("It belongs to another account here."),
        "email_taken": gettext_lazy("Another account already uses this e-mail address."),
        "no_password": gettext_lazy("Choose a password first. Else you could not sign in again."),
        "no_verified_email": gettext_lazy(
            "Confirm an e-mail address first. Else you could not sign in again."
        ),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """From the environment only; the sign-in page needs no query for it."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict) -> User:
        user_email(sociallogin.user, data.get("email") or "")
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        request.session.pop(WAITING, None)
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        if not any(_has_account(address.email) for address in sociallogin.email_addresses):
            return
        request.session[WAITING] = {"login": sociallogin.serialize(), "at": time.time()}
        said = _(
            "You have an account here with that e-mail address. Sign in to it once, with your "
            "password or a code. Then you can link it with %(name)s."
        )
        messages.info(request, said % {"name": sociallogin.provider.name})
        query = urlencode({"next": reverse("openid_link")})
        raise ImmediateHttpResponse(redirect(f"{reverse('account_login')}?{query}"))


def _has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists() or (
        User.objects.filter(emailaddress__email__iexact=email).exists()
    )


def waiting_login(request: HttpRequest, user: User) -> SocialLogin | None:
    """What this person may link now: it came with an address of theirs, minutes ago."""
    waiting: dict[str, Any] | None = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > MAY_WAIT:
        return None
    try:
        login = SocialLogin.deserialize(waiting["login"])
    except (SocialApp.DoesNotExist, ValueError):  # it is not in the environment any more
        return None
    theirs = any(is_theirs(address.email, user) for address in login.email_addresses)
    return login if theirs and not _is_linked(login) else None


def _is_linked(login: SocialLogin) -> bool:
    """Meanwhile, in another window."""
    login.lookup()
    return login.is_existing


def link(*, request: HttpRequest, login: SocialLogin) -> None:
    request.session.pop(WAITING, None)
    try:
        with transaction.atomic():
            login.connect(request, request.user)
    except IntegrityError:
        pass  # a double click


def provider_names(request: HttpRequest) -> dict[str, str]:
    """The providers of this site, by the word in their address."""
    return {provider.sub_id: provider.name for provider in get_adapter().list_providers(request)}
