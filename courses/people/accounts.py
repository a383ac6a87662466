"""The end of an account: nothing of it stays, also not where others noted its name."""

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.users.models import User


def delete_account(*, user: User) -> None:
    """Delete the account with addresses, sessions and ways to sign in. Inside a transaction."""
    rows = EmailAddress.objects.filter(user=user)
    addresses = {user.email or "", *rows.values_list("email", flat=True)}
    addresses.discard("")
    _end_sessions(user, {*addresses, repr(user.username)})
    _empty_logs(user)
    for address in addresses:
        forget_in_tasks(address)
    _forget_picture(user)
    user.delete()


def _forget_picture(user: User) -> None:
    """Wagtail keeps the file of a face when the profile goes with its account."""
    profile = UserProfile.objects.filter(user=user).exclude(avatar="").first()
    if profile:
        file = profile.avatar
        transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)


def _end_sessions(user: User, ways_to_name_it: set[str]) -> None:
    """Those of the account, and those in which somebody began to sign in or up by its names: with
    a second factor, for instance, that is still to be shown.

    A session tells only from within whose it is, so all are read: this is rare.
    """
    for session in Session.objects.iterator():
        found = session.get_decoded()
        words = str(found)
        if found.get(SESSION_KEY) == str(user.pk) or any(one in words for one in ways_to_name_it):
            session.delete()


def _empty_logs(user: User) -> None:
    """Wagtail's log names an account by its address, and keeps the entry for ever."""
    accounts = ContentType.objects.get_for_model(User)
    about = Q(content_type=accounts, object_id=str(user.pk))
    ModelLogEntry.objects.filter(about).update(label="", data={})


def forget_in_tasks(words: str) -> None:
    """What failed may have been told with an address or a name in the error."""
    DBTaskResult.objects.filter(traceback__contains=words).update(traceback="")
