"""The end of an account: nothing of it stays, also not where others noted its name."""

from collections.abc import Iterator
from functools import partial
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from lms.users.models import User

# What names somebody in a session, however deep: allauth's words, and ours of a code on its way.
NAMES = ("account_verified_email", "address_of_account", "email", "username")
KEYS = (SESSION_KEY, "account_authentication_methods_user", "user_id")


def is_card_only(user: User | None) -> bool:
    """An account that its owner enters by card alone: made on a supervised device, or none."""
    return user is None or not (user.has_usable_password() or user.email)


def delete_account(*, user: User) -> None:
    """Delete the account with addresses, sessions and ways to sign in. Inside a transaction."""
    rows = EmailAddress.objects.filter(user=user)
    addresses = {user.email or "", *rows.values_list("email", flat=True)}
    addresses.discard("")
    _end_sessions(user, {*addresses, user.username})
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


def _end_sessions(user: User, names: set[str]) -> None:
    """Those of the account, and those in which somebody began to sign in or up by its names: with
    a second factor, for instance, that is still to be shown.

    A session tells only from within whose it is, so all are read: this is rare.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    signs = {(key, name.casefold()) for key in NAMES for name in names}
    signs |= {(key, str(user.pk)) for key in KEYS} | {("user_pk", user_pk_to_url_str(user))}
    for session in Session.objects.iterator():
        if not signs.isdisjoint(_words(session.get_decoded())):
            # Also the copy in the cache, which is read first; robust: it ends by itself.
            transaction.on_commit(partial(store().delete, session.session_key), robust=True)
            session.delete()


def _words(found: object) -> Iterator[tuple[str, str]]:
    """Each word in it with its key."""
    if isinstance(found, dict):
        for key, value in found.items():
            if isinstance(value, str):
                yield key, value.casefold()
            yield from _words(value)
    elif isinstance(found, list):
        for value in found:
            yield from _words(value)


def _empty_logs(user: User) -> None:
    """Wagtail's log names an account by its address, and keeps the entry for ever."""
    accounts = ContentType.objects.get_for_model(User)
    about = Q(content_type=accounts, object_id=str(user.pk))
    ModelLogEntry.objects.filter(about).update(label="", data={})


def forget_in_tasks(words: str) -> None:
    """What failed may have been told with an address or a name in the error."""
    DBTaskResult.objects.filter(traceback__contains=words).update(traceback="")
