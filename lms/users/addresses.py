"""What may be done with each e-mail address of an account."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from .models import User


@dataclass
class Choices:
    """An address of the list, with the actions that would do something."""

    email: str
    is_confirmed: bool
    is_written_to: bool
    may_be_chosen: bool
    may_be_removed: bool


def is_theirs(email: str, user: User) -> bool:
    if email.lower() == (user.email or "").lower():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email).exists()


def is_written_to(address: EmailAddress) -> bool:
    return address.email.lower() == (address.user.email or "").lower()


def may_be_removed(address: EmailAddress) -> bool:
    """Not the one we write to while there are others, nor the last one that lets its owner in."""
    others = EmailAddress.objects.filter(user_id=address.user_id).exclude(pk=address.pk)
    if address.primary or is_written_to(address):
        return not others.exists() and address.user.signs_in_without_email
    if not address.verified or address.user.signs_in_without_email:
        return True
    return others.filter(verified=True).exists()


def choices_of(user: User) -> list[Choices]:
    """The address we write to stands first."""
    mine = EmailAddress.objects.filter(user=user).select_related("user").order_by("email")
    choices = [
        Choices(
            email=address.email,
            is_confirmed=address.verified,
            is_written_to=is_written_to(address),
            may_be_chosen=address.verified and not is_written_to(address),
            may_be_removed=may_be_removed(address),
        )
        for address in mine
    ]
    return sorted(choices, key=lambda choice: not choice.is_written_to)
