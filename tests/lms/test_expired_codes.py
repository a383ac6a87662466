"""A code that came too late: the page that follows says so, and how to get another one."""

import time

import pytest
from django.urls import reverse

from tests.factories.people import AGREED, PASSWORD, make_user

pytestmark = pytest.mark.django_db

EMAIL = "learner@example.org"
ASK_AGAIN = "This code has expired. Ask for a new one."
SIGN_IN = "This code has expired. Sign in to get a new one."

# Where a code is asked for, with what; where it is typed; who comes too late lands where, told what
FLOWS = {
    "signing in": (
        "account_request_login_code",
        {"email": EMAIL},
        "account_confirm_login_code",
        "account_request_login_code",
        ASK_AGAIN,
    ),
    "signing up": (
        "account_signup",
        {"email": "fresh@example.org", "password1": PASSWORD} | AGREED,
        "account_email_verification_sent",
        "account_login",
        SIGN_IN,
    ),
    "signing up with a known address": (
        "account_signup",
        {"email": EMAIL, "password1": PASSWORD} | AGREED,
        "account_email_verification_sent",
        "account_login",
        SIGN_IN,
    ),
    "choosing a new password": (
        "account_reset_password",
        {"email": EMAIL},
        "account_confirm_password_reset_code",
        "account_reset_password",
        ASK_AGAIN,
    ),
}
flow = pytest.mark.parametrize(
    ("ask", "data", "confirm", "again", "message"), FLOWS.values(), ids=FLOWS
)


@pytest.fixture(autouse=True)
def learner():
    return make_user("learner")


@pytest.fixture
def wait_too_long(monkeypatch):
    def wait() -> None:
        later = time.time() + 15 * 60 + 1
        monkeypatch.setattr(time, "time", lambda: later)

    return wait


def lands_on(response) -> str:
    return response.redirect_chain[-1][0].partition("?")[0]


@flow
def test_an_expired_code_is_called_expired(
    client, wait_too_long, ask, data, confirm, again, message
):
    client.post(reverse(ask), data)
    assert client.get(reverse(confirm)).status_code == 200
    wait_too_long()
    response = client.post(reverse(confirm), {"code": "0000-0000"}, follow=True)
    assert lands_on(response) == reverse(again)
    assert message in response.content.decode()


@flow
def test_a_code_that_is_only_wrong_is_not_called_expired(
    client, ask, data, confirm, again, message
):
    client.post(reverse(ask), data)
    answers = [client.post(reverse(confirm), {"code": "0000"}, follow=True) for _ in range(3)]
    assert "Incorrect code" in answers[0].content.decode()
    assert "Too many failed" in answers[2].content.decode()
    assert not any("expired" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(
    "confirm",
    [
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_never_asked_for_a_code_is_led_to_where_one_can_ask(client, method, confirm):
    response = getattr(client, method)(reverse(confirm), follow=True)
    assert response.status_code == 200
    assert "new one" in response.content.decode()


def test_the_way_to_the_course_survives_an_expired_code(client, wait_too_long):
    client.post(reverse("account_request_login_code"), {"email": EMAIL, "next": "/worried/"})
    wait_too_long()
    late = {"code": "0000-0000", "next": "/worried/"}
    response = client.post(reverse("account_confirm_login_code"), late, follow=True)
    assert 'name="next" value="/worried/"' in response.content.decode()


def test_signing_in_after_an_expired_code_sends_the_new_one(client, wait_too_long, mailoutbox):
    fresh = {"email": "fresh@example.org", "password1": PASSWORD} | AGREED
    client.post(reverse("account_signup"), fresh)
    wait_too_long()
    client.get(reverse("account_email_verification_sent"))
    login = {"login": fresh["email"], "password": PASSWORD}
    response = client.post(reverse("account_login"), login)
    assert response.url == reverse("account_email_verification_sent")
    assert [mail.to for mail in mailoutbox] == [[fresh["email"]]] * 2


def test_a_new_password_that_comes_too_late_is_told_so(client, wait_too_long, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    code = next(line for line in mailoutbox[0].body.splitlines() if line[4:5] == "-")
    response = client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    assert response.url == reverse("account_complete_password_reset")
    wait_too_long()
    new = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
    response = client.post(response.url, new, follow=True)
    assert lands_on(response) == reverse("account_reset_password")
    assert "expired or was used already" in response.content.decode()


def test_too_many_tries_at_a_new_password_are_not_called_expired(client, settings, mailoutbox):
    del settings.ACCOUNT_RATE_LIMITS
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    code = next(line for line in mailoutbox[0].body.splitlines() if line[4:5] == "-")
    response = client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    answers = [client.post(response.url, {"password1": "x"}).status_code for _ in range(21)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {200}


def test_a_signed_in_person_learns_that_the_code_for_a_new_address_has_expired(
    client, learner, wait_too_long
):
    confirm = reverse("account_email_verification_sent")
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "second@example.org", "action_add": ""})
    assert client.get(confirm).status_code == 200
    wait_too_long()
    response = client.post(confirm, {"code": "0000-0000"}, follow=True)
    assert lands_on(response) == reverse("account_email")
    assert ASK_AGAIN in response.content.decode()


@pytest.mark.parametrize(
    "confirm", ["account_confirm_login_code", "account_email_verification_sent"]
)
def test_who_is_signed_in_and_goes_back_to_the_code_hears_nothing_of_expiry(
    client, learner, confirm
):
    client.force_login(learner)
    response = client.get(reverse(confirm), follow=True)
    assert "expired" not in response.content.decode()
