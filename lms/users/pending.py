"""A code on its way to an e-mail address ends when the account gets another address meanwhile."""

from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from .addresses import is_theirs
from .models import User

ADDRESS_OF_ACCOUNT = "address_of_account"


def remember_address(state: dict[str, Any], user: User) -> None:
    state[ADDRESS_OF_ACCOUNT] = user.email or ""


def end_confirming_if_address_changed(request: HttpRequest) -> None:
    """Else the code would bring back an address that an administrator took away."""
    process = EmailVerificationProcess.resume(request)
    if not process or "user_id" not in process.state:
        return  # the second waits in vain, so as not to tell that the address is known
    user = process.user
    if not user or process.state.get(ADDRESS_OF_ACCOUNT) != (user.email or ""):
        process.abort()


def end_reset_if_address_is_gone(request: HttpRequest) -> None:
    """Else who reads the mail of the earlier address would choose the password."""
    process = PasswordResetVerificationProcess.resume(request)
    if process and process.user and not is_theirs(process.state["email"], process.user):
        process.abort()


def forget_unproved_password(user: User, email: str | None) -> None:
    """A code proves an address. Whoever chose a password before may be somebody else."""
    if user.has_usable_password() and email:
        mine = EmailAddress.objects.filter(user=user, verified=True)
        if email.lower() == (user.email or "").lower() and not mine.exists():
            user.set_unusable_password()
            user.save(update_fields=["password"])
