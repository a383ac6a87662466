"""The second step of signing in: who needs one, and where nobody gets without it."""

from collections.abc import Callable
from typing import ClassVar

import segno
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from . import secrets
from .devices import sign_out_elsewhere, sign_out_everywhere
from .models import User

# Where the way to them was interrupted, in the session.
GO_ON = "go_on"
REMOVED = "users.remove_second_step"  # in Wagtail's log
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_step(user: User) -> bool:
    """The one place that says who: whoever may open Wagtail's admin, or reads others' records."""
    if not settings.STAFF_NEED_SECOND_FACTOR:
        return False
    if user.has_perm("wagtailadmin.access_admin"):
        return True
    return any(import_string(path)(user) for path in settings.SECOND_STEP_FOR)


def has_second_step(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def may_be_removed(step: Authenticator) -> bool:
    """Not the last one of somebody who needs one."""
    others = Authenticator.objects.filter(user_id=step.user_id, type__in=STEPS)
    return others.exclude(pk=step.pk).exists() or not needs_second_step(step.user)


def end_other_sessions(
    sender: type[Authenticator], request: HttpRequest, user: User, authenticator: Authenticator, **_
) -> None:
    """When staff add a step: what is open elsewhere was opened without one, perhaps by another."""
    if authenticator.type in STEPS and needs_second_step(user):
        sign_out_elsewhere(request=request, user=user)


@transaction.atomic
def remove(*, user: User) -> None:
    """The operator takes everything of it away: whoever is signed in signs in again, and the owner
    is told."""
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user)
    log(instance=user, action=REMOVED)
    if user.email:
        letter = get_adapter().render_mail("mfa/email/second_step_removed", user.email, {})
        transaction.on_commit(letter.send, robust=True)


class SecondStepMiddleware:
    """Leads staff who have no second step to where they set it up, and later back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_for_staff(request.path_info) and _lacks_it(request):
            if request.method == "GET":
                request.session[GO_ON] = request.get_full_path()
            return redirect("mfa_index")
        return self.get_response(request)


def is_for_staff(path: str) -> bool:
    is_below = path.startswith(settings.SECOND_STEP_BELOW)
    return is_below and not path.startswith(settings.SECOND_STEP_NOT_BELOW)


def _lacks_it(request: HttpRequest) -> bool:
    """One query for who has one."""
    user = request.user
    if not settings.STAFF_NEED_SECOND_FACTOR or not user.is_authenticated:
        return False
    return not has_second_step(user) and needs_second_step(user)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "You need a second step for your work here. Set up another one first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes are for a second step. Set one up first."
        ),
        "incorrect_code": gettext_lazy("Incorrect code. Look at it again."),
        "unverified_email": gettext_lazy(
            "First confirm your e-mail address, or remove the one that is not confirmed."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_be_removed(authenticator)

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """An element for the page, without the styles that our policy forbids."""
        return segno.make(url, error="m").svg_inline(
            svgclass="qr-code", lineclass=None, omitsize=True, border=4, light="#fff"
        )

    def encrypt(self, text: str) -> str:
        return secrets.lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unlock(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}
