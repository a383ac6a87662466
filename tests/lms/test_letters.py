"""The letters of the account: each as text and as a page, both saying the same."""

import re
import time

import pytest
from django.urls import reverse

from lms.users.models import User
from tests.factories.letters import words_of
from tests.factories.people import AGREED, PASSWORD, make_user

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "learner@example.org", "nobody@example.org"
CODE, LINK = r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", r"http://testserver/[\w/]+"
LETTERS = {
    "a code to confirm the address": ("account_signup", UNKNOWN, CODE),
    "you already have an account": ("account_signup", KNOWN, LINK),
    "a sign-in code": ("account_request_login_code", KNOWN, CODE),
    "no account to sign in to": ("account_request_login_code", UNKNOWN, LINK),
    "a code for a new password": ("account_reset_password", KNOWN, CODE),
    "no account that needs a new password": ("account_reset_password", UNKNOWN, LINK),
    "a code to confirm the address at last": ("account_login", "late@example.org", CODE),
}


@pytest.mark.parametrize(("name", "email", "point"), LETTERS.values(), ids=LETTERS)
def test_a_letter_has_its_code_or_link_as_text_and_as_a_page(
    client, mailoutbox, name, email, point
):
    make_user("learner")
    User.objects.create_user(username="late", email="late@example.org", password=PASSWORD)
    data = {"email": email, "login": email, "password": PASSWORD, "password1": PASSWORD}
    data |= AGREED
    client.post(reverse(name), data)
    (letter,) = mailoutbox
    ((page, kind),) = letter.alternatives
    assert kind == "text/html"
    assert set(re.findall(point, page)) == set(re.findall(point, letter.body)) != set()
    for said in ("Hello,", "You receive this letter because", "If this was not you, ignore this"):
        assert said in letter.body
    assert words_of(page) == words_of(letter.body)


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("account_signup", "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT"),
        ("account_request_login_code", "ACCOUNT_LOGIN_BY_CODE_TIMEOUT"),
        ("account_reset_password", "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT"),
    ],
)
@pytest.mark.parametrize(("seconds", "said"), [(7 * 60, "for 7 minutes."), (60, "for 1 minute.")])
def test_a_code_says_how_long_it_works(client, settings, mailoutbox, name, setting, seconds, said):
    make_user("learner")
    setattr(settings, setting, seconds)
    email = UNKNOWN if name == "account_signup" else KNOWN
    client.post(reverse(name), {"email": email, "password1": PASSWORD} | AGREED)
    ((page, _),) = mailoutbox[0].alternatives
    assert said in page
    assert said in mailoutbox[0].body


def test_a_code_that_is_sent_again_says_what_is_left(client, mailoutbox, monkeypatch):
    data = {"email": UNKNOWN, "password1": PASSWORD} | AGREED
    client.post(reverse("account_signup"), data)
    later = time.time() + 5 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    assert ["15 minutes" in mailoutbox[0].body, "10 minutes" in mailoutbox[1].body] == [True, True]
