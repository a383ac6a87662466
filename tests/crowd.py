"""Many learners at once, signed in and enrolled, written in bulk: for load and measurements."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from importlib import import_module
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.utils import timezone
from django.utils.crypto import get_random_string

from courses.models import Enrolment, Entitlement, ItemProgress, Offering, Person
from lms.users.models import User

PASSWORD = "learn-safely-2026"
BACKEND = "django.contrib.auth.backends.ModelBackend"
BATCH = 2000


def make_crowd(offering: Offering, count: int, *, prefix: str = "crowd") -> list[Enrolment]:
    """People with an account, a name and a running enrolment in an offering."""
    password = make_password(PASSWORD)  # one for all: hashing is slow on purpose
    names = [f"{prefix}{number}" for number in range(count)]
    users = User.objects.bulk_create(
        (User(username=name, email=f"{name}@example.org", password=password) for name in names),
        BATCH,
    )
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in users), BATCH
    )
    people = Person.objects.bulk_create(
        (
            Person(user=user, given_name="Amara", family_name=f"Diallo {user.username}")
            for user in users
        ),
        BATCH,
    )
    Entitlement.objects.bulk_create(
        (Entitlement(person=p, offering=offering, source="free") for p in people), BATCH
    )
    edition = offering.course.current_edition
    return Enrolment.objects.bulk_create(
        (Enrolment(person=p, offering=offering, edition=edition) for p in people), BATCH
    )


def tick(enrolments: Iterable[Enrolment], items: Collection[UUID]) -> None:
    """These items are done by all of them; nothing is completed by it."""
    ItemProgress.objects.bulk_create(
        (
            ItemProgress(enrolment=enrolment, item_uuid=item, evidence="marked")
            for enrolment in enrolments
            for item in items
        ),
        BATCH,
    )


def sign_in(users: Iterable[User]) -> list[str]:
    """Their session cookies, as if each had signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    expires = timezone.now() + timedelta(days=1)
    sessions = {
        get_random_string(32, VALID_KEY_CHARS): {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        for user in users
    }
    Session.objects.bulk_create(
        (
            Session(session_key=key, session_data=store().encode(data), expire_date=expires)
            for key, data in sessions.items()
        ),
        BATCH,
    )
    if hasattr(store, "cache_key_prefix"):
        cached = {store.cache_key_prefix + key: data for key, data in sessions.items()}
        caches[settings.SESSION_CACHE_ALIAS].set_many(cached, timeout=24 * 3600)
    return list(sessions)
