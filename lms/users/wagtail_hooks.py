"""What changing an account in the Wagtail admin means for signing in."""

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from wagtail import hooks

from .models import User


@hooks.register("after_edit_user")
def forget_earlier_addresses(request: HttpRequest, user: User) -> None:
    """An administrator gave another address: it is to be verified, and the earlier ones go."""
    mine = EmailAddress.objects.filter(user=user)
    if not mine.filter(email__iexact=user.email or "", primary=True).exists():
        mine.delete()
