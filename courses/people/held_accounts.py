"""What is held of the account of a person, and of how they sign in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from lms.users.models import User

from .holding import Held
from .models import Person

ACCOUNT = _("As long as your account.")


def merged_already(kept: Person, merged: Person) -> None:
    """Merging itself sees to it, or it stays where it is as a mark."""


HELD = (
    Held(
        model=User,
        title=_("Your account"),
        path="person",
        fields={
            "username": _("user name"),
            "email": _("e-mail address"),
            "first_name": _("first name"),
            "last_name": _("last name"),
            "date_joined": _("since"),
            "last_login": _("last signed in"),
        },
        kept=_("Until you are erased."),
        merge=merged_already,
    ),
    Held(
        model=EmailAddress,
        title=_("Your e-mail addresses"),
        path="user__person",
        fields={"email": _("e-mail address"), "verified": _("confirmed")},
        kept=ACCOUNT,
        merge=merged_already,
    ),
    Held(
        model=Authenticator,
        title=_("Your passkeys, code app and recovery codes"),
        path="user__person",
        fields={
            "type": _("what"),
            "created_at": _("since"),
            "last_used_at": _("last used"),
        },
        kept=_("Until you remove it, or your account ends."),
        merge=merged_already,
    ),
    Held(
        model=SocialAccount,
        title=_("Other sites you sign in with"),
        path="user__person",
        fields={
            "provider": _("site"),
            "uid": _("your number there"),
            "extra_data": _("what that site told"),
            "date_joined": _("since"),
            "last_login": _("last signed in"),
        },
        kept=_("Until you remove it, or your account ends."),
        merge=merged_already,
    ),
    Held(
        model=UserSession,
        title=_("Devices where you are signed in"),
        path="user__person",
        fields={"user_agent": _("device"), "created_at": _("signed in")},
        kept=_("Until you sign out there, or the session ends."),
        merge=merged_already,
    ),
    Held(
        model=UserProfile,
        title=_("Your settings in Wagtail"),
        path="user__person",
        fields={
            "avatar": _("picture"),
            "preferred_language": _("language"),
            "current_time_zone": _("time zone"),
        },
        kept=ACCOUNT,
        merge=merged_already,
    ),
)
