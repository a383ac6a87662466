"""The end of an account ends its sessions, also in the cache, and nobody else's."""

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import reverse

from courses.people.accounts import delete_account
from lms.users.models import User
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"


@pytest.fixture
def end(django_capture_on_commit_callbacks):
    def end(user: User) -> None:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            delete_account(user=user)

    return end


def asks_for_a_code(email: str) -> str:
    """The key of the session of somebody who began to sign in."""
    client = Client()
    client.post(reverse("account_request_login_code"), {"email": email})
    return client.session.session_key


def signed_in(name: str) -> str:
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client.session.session_key


def is_there(key: str) -> bool:
    return bool(SessionStore(key).load())


def test_it_goes_with_what_somebody_began_by_its_address(end):
    user = make_user("ana")
    keys = [signed_in("ana"), asks_for_a_code("ana@example.org")]
    assert all(is_there(key) for key in keys)
    end(user)
    assert [SessionStore(key).load() for key in keys] == [{}, {}]


def test_an_address_that_holds_the_other_one_is_another_one(end):
    user = make_user("ana")
    make_user("joana")
    keys = [signed_in("joana"), asks_for_a_code("joana@example.org")]
    end(user)
    assert all(is_there(key) for key in keys)


def test_a_user_name_that_is_a_word_of_sessions_ends_none_of_others(end):
    user = make_user("password")
    make_user("joana")
    key = signed_in("joana")  # by "password", says the session
    end(user)
    assert is_there(key)
