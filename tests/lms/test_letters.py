"""The letters of the account: each as text and as a page, both with the same code or link."""

import re

import pytest
from django.urls import reverse

from lms.users.models import User
from tests.factories.people import PASSWORD, make_user

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
    client.post(reverse(name), data)
    (letter,) = mailoutbox
    ((page, kind),) = letter.alternatives
    assert kind == "text/html"
    assert set(re.findall(point, page)) == set(re.findall(point, letter.body)) != set()
    foot = "If this was not you, ignore this letter"
    assert foot in page
    assert foot in letter.body
