"""Accepting the terms of use: on signing up, and once again when there is a new version.

What was accepted last stands in the session, so that no page has to ask for it.
"""

from datetime import date
from typing import Any

from allauth.account.signals import user_logged_in, user_signed_up
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
    """Whether there are terms that this account has not accepted; one query a session at most."""
    version = terms_version()
    if version is None:
        return False
    if ACCEPTED not in request.session:
        _remember(request, _last_accepted(request.user))
    return request.session[ACCEPTED] < version.isoformat()


def _last_accepted(user: Any) -> date | None:
    mine = TermsAccepted.objects.filter(person__user=user)
    return mine.values_list("version", flat=True).first()


def _remember(request: HttpRequest, version: date | None) -> None:
    request.session[ACCEPTED] = version.isoformat() if version else ""


def accept_for(request: HttpRequest, user: User) -> None:
    """The version that holds now, and the session knows it."""
    if version := terms_version():
        accept(person=person_for(user=user), version=version)
        _remember(request, version)


def _on_sign_up(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who signs up has ticked that they accept: see lms.users.forms, and the claim of a card."""
    if request.POST.get("accepts_terms"):
        accept_for(request, user)


def _on_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session.pop(ACCEPTED, None)


def connect() -> None:
    """Called when the app is ready."""
    user_signed_up.connect(_on_sign_up, dispatch_uid="accept-terms")
    user_logged_in.connect(_on_sign_in, dispatch_uid="ask-for-terms")
