"""Accepting the terms of use: on signing up, and once again when there is a new version.

What was accepted last stands in the session since the sign-in, so that no page has to ask for it.
"""

from datetime import date
from typing import Any

from allauth.account.signals import user_signed_up
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest

from courses.models import Person
from courses.people.services import person_for
from home.standard_pages import terms_version
from lms.users.models import User

from .models import TermsAccepted

ACCEPTED = "terms_accepted"  # in the session: the ISO date of the version, empty for none


@transaction.atomic
def accept(*, person: Person, version: date) -> TermsAccepted:
    """Keep that this version was accepted; once is enough."""
    Person.objects.select_for_update().get(pk=person.pk)
    found = TermsAccepted.objects.filter(person=person, version=version).first()
    return found or TermsAccepted.objects.create(person=person, version=version)


def has_to_accept(request: HttpRequest) -> bool:
    """Whether there are terms that this account has not accepted.

    Nothing is written, as any page asks it.
    """
    version = terms_version()
    if version is None:
        return False
    accepted = request.session.get(ACCEPTED)
    if accepted is None:  # signed in before it was noted there
        accepted = _last_accepted(request.user)
    return accepted < version.isoformat()


def _last_accepted(user: Any) -> str:
    mine = TermsAccepted.objects.filter(person__user=user)
    last = mine.values_list("version", flat=True).first()
    return last.isoformat() if last else ""


def accept_shown(request: HttpRequest, user: User, shown: str) -> bool:
    """The version that a page showed, as an ISO date; False where another one holds by now."""
    version = terms_version()
    if version is None or version.isoformat() != shown:
        return False
    _accept_for(request, user, version)
    return True


def _accept_for(request: HttpRequest, user: User, version: date) -> None:
    """And the session knows it."""
    accept(person=person_for(user=user), version=version)
    request.session[ACCEPTED] = version.isoformat()


def _on_sign_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who signs up has ticked that they accept the version that the form showed.

    See lms.users.forms, also for the claim of a card, which let through only the one that held.
    """
    shown = request.POST.get("terms_version")
    if request.POST.get("accepts_terms") and shown and terms_version():
        _accept_for(request, user, date.fromisoformat(shown))


def _on_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[ACCEPTED] = _last_accepted(user)


def connect() -> None:
    """Called when the app is ready."""
    user_signed_up.connect(_on_sign_up, dispatch_uid="accept-terms")
    user_logged_in.connect(_on_sign_in, dispatch_uid="ask-for-terms")
