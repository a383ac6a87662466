"""Signing in: who guesses gets nowhere, learns nothing, and is told plainly."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from lms.users.models import User
from tests.factories.people import AGREED, PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN, CODE = reverse("account_login"), reverse("account_request_login_code")
CONFIRM = reverse("account_confirm_login_code")
EMAIL = "learner@example.org"
TOO_MANY = 429


@pytest.fixture
def learner() -> User:
    return make_user("learner")


@pytest.fixture
def _limits(settings) -> None:
    """As everywhere but in tests."""
    del settings.ACCOUNT_RATE_LIMITS


def sign_in(client: Client, password: str, login: str = EMAIL):
    return client.post(LOGIN, {"login": login, "password": password}, follow=True)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", [EMAIL, "Learner@Example.org", "learner"])
def test_the_right_password_signs_in_by_address_or_user_name(learner, client, login: str) -> None:
    assert sign_in(client, PASSWORD, login).redirect_chain == [(reverse("home:my_learning"), 302)]


def test_an_account_without_an_address_signs_in_by_user_name(client) -> None:
    User.objects.create_user(username="amina", password=PASSWORD)
    response = sign_in(client, PASSWORD, "amina")
    assert response.redirect_chain == [(reverse("home:my_learning"), 302)]
    assert is_signed_in(client)


@pytest.mark.parametrize("login", ["amina", "amina@example.org"])
def test_an_unverified_address_is_verified_before_its_account_signs_in(
    client, mailoutbox, login: str
) -> None:
    User.objects.create_user(username="amina", email="amina@example.org", password=PASSWORD)
    response = sign_in(client, PASSWORD, login)
    assert response.redirect_chain == [(reverse("account_email_verification_sent"), 302)]
    assert not is_signed_in(client)
    assert [mail.to for mail in mailoutbox] == [["amina@example.org"]]


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(learner, client) -> None:
    wrong = sign_in(client, "something else").context["form"].errors
    unknown = sign_in(client, "something else", "nobody@example.org").context["form"].errors
    assert wrong == unknown != {}


@pytest.mark.usefixtures("_limits")
def test_guessing_a_password_ends_with_a_clear_message_even_for_the_right_one(
    learner, client
) -> None:
    for _ in range(5):
        sign_in(client, "something else")
    assert "Too many failed tries" in sign_in(client, PASSWORD).content.decode()
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_limits")
def test_one_address_gets_three_codes_a_minute(learner, mailoutbox) -> None:
    answers = [Client().post(CODE, {"email": EMAIL}) for _ in range(4)]
    assert len(mailoutbox) == len(answers) - 1
    assert "Wait a few minutes, then try again" in answers[-1].content.decode()


@pytest.mark.usefixtures("_limits")
def test_one_network_that_asks_too_often_gets_a_page_that_says_when_to_try_again(client) -> None:
    answers = [client.post(reverse("account_signup")) for _ in range(21)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == TOO_MANY
    assert "Please wait a few minutes, then try again." in answers[-1].content.decode()


def test_three_wrong_codes_make_the_right_one_worthless(learner, client, mailoutbox) -> None:
    client.post(CODE, {"email": EMAIL})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[0].body, re.MULTILINE)[0]
    for _ in range(3):
        client.post(CONFIRM, {"code": "0000-0000"})
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_a_code_for_an_unknown_address_looks_like_one_for_a_known(
    learner, mailoutbox, name: str
) -> None:
    known, unknown = (
        Client().post(reverse(name), {"email": email}) for email in (EMAIL, "nobody@example.org")
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [[EMAIL], ["nobody@example.org"]]


def test_signing_up_with_a_known_address_tells_only_its_owner(learner, mailoutbox) -> None:
    known, fresh = (
        Client().post(
            reverse("account_signup"), {"email": email, "password1": "stone-river-cloud"} | AGREED
        )
        for email in (EMAIL, "fresh@example.org")
    )
    assert (known.status_code, known.url) == (fresh.status_code, fresh.url)
    assert mailoutbox[0].subject != mailoutbox[1].subject
    assert User.objects.count() == len({"learner", "fresh"})
