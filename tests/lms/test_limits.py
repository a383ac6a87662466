"""Each way to guess or to send letters has its limit, and a page that says when to try again."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.settings import limits
from tests.factories.people import AGREED, PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_limits")]

EMAIL = "learner@example.org"
NEW = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
TOO_MANY = 429
# What a visitor sends, how often it is answered.
OF_VISITORS = {
    "account_login": ({"login": "x", "password": "x"}, 120),
    "account_signup": ({"email": "not an address", "password1": "x", **AGREED}, 60),
    "mfa_login_webauthn": ({"credential": "{}"}, 10),
}
# The same of somebody who is signed in.
OF_PEOPLE = {
    "account_change_password": ({"oldpassword": "x", **NEW}, 5),
    "account_email": ({"email": "not an address", "action_add": ""}, 10),
    "account_reauthenticate": ({"password": "x"}, 10),
}


@pytest.fixture
def _limits(settings) -> None:
    """As everywhere but in tests."""
    settings.ACCOUNT_RATE_LIMITS = limits.ACCOUNT_RATE_LIMITS


def is_told_to_wait(answers: list) -> bool:
    """The last one, and no other."""
    statuses = [answer.status_code for answer in answers]
    assert TOO_MANY not in statuses[:-1]
    return statuses[-1] == TOO_MANY and (
        "Please wait a few minutes, then try again." in answers[-1].content.decode()
    )


@pytest.mark.parametrize("name", OF_VISITORS)
def test_one_network(client, name: str) -> None:
    data, often = OF_VISITORS[name]
    assert is_told_to_wait([client.post(reverse(name), data) for _ in range(often + 1)])


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_one_person(client, name: str) -> None:
    data, often = OF_PEOPLE[name]
    client.force_login(make_user("learner"))
    assert is_told_to_wait([client.post(reverse(name), data) for _ in range(often + 1)])


def test_forty_people_behind_one_address_sign_in_in_one_minute() -> None:
    people = [make_user() for _person in range(40)]
    for user in people:
        data = {"login": user.username, "password": PASSWORD}
        assert Client().post(reverse("account_login"), data).status_code == 302


def test_one_network_asks_for_sixty_codes_a_minute(client, mailoutbox) -> None:
    reset, code = reverse("account_reset_password"), reverse("account_request_login_code")
    emails = [f"someone{number}@example.org" for number in range(61)]
    assert is_told_to_wait([client.post(reset, {"email": email}) for email in emails])
    assert len(mailoutbox) == 60
    answers = [Client().post(code, {"email": email}) for email in emails]
    assert "Wait a few minutes, then try again." in answers[-1].content.decode()
    assert len(mailoutbox) == 120


def test_one_address_gets_five_codes_for_a_new_password_a_minute(mailoutbox) -> None:
    make_user("learner")
    answers = [Client().post(reverse("account_reset_password"), {"email": EMAIL}) for _ in range(6)]
    assert is_told_to_wait(answers)
    assert len(mailoutbox) == 5


def test_a_wrong_code_while_setting_up_an_app(client) -> None:
    client.force_login(make_user("learner"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    address = reverse("mfa_activate_totp")
    client.get(address)
    pages = [client.post(address, {"code": "000000"}).content.decode() for _ in range(6)]
    assert ["Incorrect code." in page for page in pages] == [True] * 5 + [False]
    assert "Too many tries. Please wait a few minutes, then try again." in pages[-1]
