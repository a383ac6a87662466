"""Whoever has a second step is asked for it, whichever way they come."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from courses.models import Organisation, Person
from lms.users.models import User
from tests.courses.rosters.holding import PIN, make_holder
from tests.factories.people import PASSWORD, make_user
from tests.lms.test_openid import AMARA, go, provider
from tests.lms.test_second_step import AUTHENTICATE, code_of, is_signed_in, set_up_app, sign_in

__all__ = ["provider"]  # a fixture
pytestmark = pytest.mark.django_db


def by_a_code(visitor: Client, mailoutbox: list) -> None:
    visitor.post(reverse("account_request_login_code"), {"email": "author@example.org"})
    visitor.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox)})


def by_a_new_password(visitor: Client, mailoutbox: list) -> None:
    visitor.post(reverse("account_reset_password"), {"email": "author@example.org"})
    visitor.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mailoutbox)})
    new = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
    visitor.post(reverse("account_complete_password_reset"), new, follow=True)
    assert User.objects.get(username="author").check_password("stone-river-cloud")


def by_another_site(visitor: Client, mailoutbox: list) -> None:
    author = User.objects.get(username="author")
    SocialAccount.objects.create(user=author, provider="ministry", uid=AMARA["sub"])
    go(visitor)


def by_a_card_and_an_account_that_is_there(visitor: Client, mailoutbox: list) -> None:
    card = make_holder(Organisation.add_root(name="Unit"))
    visitor.post("/claim/", {"code": card.shown_code, "pin": PIN})
    link = {"login": "author", "password": PASSWORD, "next": "/claim/account/"}
    visitor.post(reverse("account_login"), link)
    visitor.post("/claim/link/")
    assert Person.objects.get(pk=card.person_id).user is None


def code_in(mailoutbox: list) -> str:
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[-1].body, re.MULTILINE)[0]


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(
    "come",
    [by_a_code, by_a_new_password, by_another_site, by_a_card_and_an_account_that_is_there],
)
def test_no_other_way_in_leads_past_it(client, mailoutbox, come):
    make_user("author", group="Course authors")
    sign_in(client, "author")
    secret, _done = set_up_app(client)
    visitor = Client()
    come(visitor, mailoutbox)
    assert not is_signed_in(visitor)
    assert visitor.get("/admin/").status_code == 302
    if come is by_a_new_password:  # which signs nobody in
        data = {"login": "author", "password": "stone-river-cloud"}
        visitor.post(reverse("account_login"), data)
    assert visitor.get(AUTHENTICATE).status_code == 200
    visitor.post(AUTHENTICATE, {"code": code_of(secret, steps_on=1)})
    assert is_signed_in(visitor)
