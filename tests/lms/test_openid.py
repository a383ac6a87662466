"""Signing in with an account of another organisation, against a provider that speaks HTTP."""

import html
import re

import httpx
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from lms.settings import openid
from lms.users.models import User
from tests import openid_provider
from tests.factories.people import AGREED, PASSWORD, make_user
from tests.openid_provider import new_key, running_provider
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

LOGIN, SIGN_UP = reverse("account_login"), reverse("socialaccount_signup")
GO = reverse("openid_connect_login", args=["ministry"])
LINK, LINKED = reverse("openid_link"), reverse("socialaccount_connections")
CONFIRM = reverse("account_reauthenticate")
FAILED = "Signing in did not work"
EMAIL = "amara@ministry.example"
AMARA = {"sub": "amara-1", "email": EMAIL, "email_verified": True, "name": "Amara Diallo"}


@pytest.fixture
def provider(settings):
    with running_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = openid.settings_for([known_as(provider.url)])
        provider.person = AMARA
        yield provider


def known_as(url: str) -> dict[str, str]:
    return {
        "id": "ministry",
        "name": "Ministry of Defence",
        "issuer": url,
        "client_id": openid_provider.CLIENT,
        "secret": openid_provider.SECRET,
        "domains": ["ministry.example", "example.org"],
    }


def leave(client: Client, address: str = GO) -> str:
    """From our button to the address at the provider."""
    page = client.post(address).content.decode()
    return html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1])


def come_back(client: Client, address: str):
    """Through the provider, as a browser goes, to our answer."""
    back = httpx.get(address).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def go(client: Client, address: str = GO):
    return come_back(client, leave(client, address))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def signed_up(client: Client) -> User:
    go(client)
    client.post(SIGN_UP, AGREED)
    return User.objects.get(email=EMAIL)


def test_somebody_new_signs_up_with_the_address_that_the_provider_has_verified(client, provider):
    page = go(client)
    assert page.redirect_chain[-1] == (SIGN_UP, 302)
    assert EMAIL in page.content.decode()
    assert "I am 18 years old or older" in page.content.decode()
    refused = client.post(SIGN_UP, {})
    assert "Accounts are for people of 18 years or more." in refused.content.decode()
    assert not User.objects.exists()
    client.post(SIGN_UP, AGREED)
    assert is_signed_in(client)
    assert EmailAddress.objects.get().verified


def test_of_what_the_provider_tells_only_who_and_the_address_is_kept(client, provider):
    user = signed_up(client)
    assert not user.get_full_name()
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("amara-1", {})
    assert not SocialToken.objects.exists()


def test_the_second_time_signs_in(client, provider):
    user = signed_up(client)
    visitor = Client()
    response = go(visitor)
    assert response.redirect_chain[-1] == (reverse("home:my_learning"), 302)
    assert visitor.session["_auth_user_id"] == str(user.pk)


def test_who_wanted_somewhere_comes_there(client, provider):
    signed_up(client)
    response = go(Client(), GO + "?next=/worried/")
    assert response.redirect_chain[-1] == ("/worried/", 302)


@pytest.mark.parametrize("said", [False, "false", None, 0, "no"])
def test_an_address_that_the_provider_has_not_verified_is_not_taken(
    client, provider, mailoutbox, said
):
    provider.person = AMARA | {"email_verified": said}
    page = go(client).content.decode()
    assert EMAIL not in page
    client.post(SIGN_UP, {"email": "typed@example.org", **AGREED})
    assert not is_signed_in(client)
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[0].body, re.MULTILINE)[0]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    assert is_signed_in(client)
    assert User.objects.get().email == "typed@example.org"


def test_an_account_with_that_address_is_not_taken_over(client, provider):
    """Its owner signs in by other means, is asked, and then the two are linked."""
    user = make_user("amara")
    provider.person = AMARA | {"email": user.email}
    page = go(client)
    assert not is_signed_in(client)
    assert "Sign in to it once, with your password or a code." in page.content.decode()
    assert not SocialAccount.objects.exists()
    address, _status = page.redirect_chain[-1]
    assert address == f"{LOGIN}?next={LINK.replace('/', '%2F')}"
    data = {"login": "amara", "password": PASSWORD, "next": LINK}
    asked = client.post(LOGIN, data, follow=True)
    assert "Link your account with Ministry of Defence?" in asked.content.decode()
    assert not SocialAccount.objects.exists()
    client.post(LINK)
    assert SocialAccount.objects.get().user == user
    visitor = Client()
    go(visitor)
    assert is_signed_in(visitor)


def test_what_waits_is_for_the_owner_of_the_address_only(client, provider):
    provider.person = AMARA | {"email": make_user("amara").email}
    go(client)
    client.force_login(make_user("other"))
    assert client.get(LINK).url == client.post(LINK).url == LINKED
    assert not SocialAccount.objects.exists()


def test_a_password_of_whoever_took_the_address_before_is_worth_nothing_then(
    client, provider, mailoutbox
):
    """Somebody signed up with the address of another and never proved it."""
    thief = Client()
    thief.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD, **AGREED})
    go(client)
    client.post(reverse("account_request_login_code"), {"email": EMAIL})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[-1].body, re.MULTILINE)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_signed_in(client)
    thief = Client()
    thief.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    assert not is_signed_in(thief)


def test_an_account_is_linked_and_the_link_ended_by_its_owner(client, provider, mailoutbox):
    user = make_user("learner")
    client.force_login(user)
    assert go(client, GO + "?process=connect").redirect_chain[-1][0] == CONFIRM
    assert not SocialAccount.objects.exists()
    client.post(CONFIRM, {"password": PASSWORD})
    page = go(client, GO + "?process=connect")
    assert "The accounts are linked." in page.content.decode()
    account = SocialAccount.objects.get(user=user)
    client.post(LINKED, {"account": account.pk})
    assert not SocialAccount.objects.exists()
    subjects = [letter.subject for letter in mailoutbox]
    assert subjects == ["Another account was linked", "An account is not linked any more"]


def test_the_account_of_somebody_else_is_not_taken_away(client, provider):
    signed_up(Client())
    client.force_login(make_user("other"))
    client.post(CONFIRM, {"password": PASSWORD})
    page = go(client, GO + "?process=connect")
    assert "linked with another account here" in page.content.decode()
    client.post(LINKED, {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.get().user.email == EMAIL


def test_the_last_way_in_stays(client, provider):
    user = signed_up(client)
    page = client.post(LINKED, {"account": SocialAccount.objects.get(user=user).pk})
    assert "Choose a password first." in page.content.decode()
    assert SocialAccount.objects.exists()


def test_who_stops_at_the_provider_is_told_that_nothing_happened(client, provider):
    provider.is_cancelled = True
    page = go(client)
    assert "You stopped on the way. Nothing has changed" in page.content.decode()


FAULTS = {
    "the provider is down": lambda p: p.says.update({openid_provider.TOKEN: 503}),
    "its answer is no JSON": lambda p: p.says.update({openid_provider.TOKEN: "<html>"}),
    "its answer is a list": lambda p: p.says.update({openid_provider.TOKEN: []}),
    "there is no token": lambda p: p.says.update({openid_provider.TOKEN: {}}),
    "there is no id_token": lambda p: p.says.update({openid_provider.TOKEN: {"access_token": "x"}}),
    "userinfo is down": lambda p: p.says.update({openid_provider.USERINFO: 500}),
    "userinfo says nothing": lambda p: p.says.update({openid_provider.USERINFO: {}}),
    "userinfo is no object": lambda p: p.says.update({openid_provider.USERINFO: [1]}),
    "another key has signed": lambda p: setattr(p, "signs_with", new_key()),
    "there are no keys": lambda p: p.says.update({openid_provider.KEYS: {}}),
    "it is for another site": lambda p: p.token_says.update(aud="somebody-else"),
    "it is from elsewhere": lambda p: p.token_says.update(iss="https://elsewhere.example"),
    "it is too old": lambda p: p.token_says.update(exp=1),
    "it is about somebody else": lambda p: p.token_says.update(sub="somebody-else"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_provider_that_fails_is_a_page_that_says_so(client, provider, fault):
    address = leave(client)
    fault(provider)
    response = come_back(client, address)
    assert response.status_code == 401
    assert FAILED in response.content.decode()
    assert "Ministry of Defence did not answer as it should" in response.content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_a_wrong_state_gets_nobody_in(client, provider):
    """Somebody sends another the address with which they themselves came back."""
    back = httpx.get(leave(Client())).headers["Location"].removeprefix("http://testserver")
    response = client.get(back)
    assert (response.status_code, FAILED in response.content.decode()) == (401, True)
    assert not is_signed_in(client)


def test_an_answer_works_once(client, provider):
    back = httpx.get(leave(client)).headers["Location"].removeprefix("http://testserver")
    assert client.get(back).url == SIGN_UP
    assert client.get(back).status_code == 401


@pytest.mark.parametrize(
    "says", [500, "<html>", {}, {"issuer": "https://elsewhere.example"}, ["issuer"]]
)
def test_a_provider_that_does_not_say_where_it_is_is_a_page_that_says_so(client, provider, says):
    provider.says[openid_provider.DISCOVERY] = says
    if isinstance(says, dict) and says:
        provider.says[openid_provider.DISCOVERY] = provider.discovery() | says
    response = client.post(GO)
    assert (response.status_code, FAILED in response.content.decode()) == (401, True)


def test_a_provider_that_is_nowhere_is_a_page_that_says_so(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = openid.settings_for([known_as("http://127.0.0.1:1")])
    response = client.post(GO)
    assert (response.status_code, FAILED in response.content.decode()) == (401, True)


def test_the_button_is_there_where_a_provider_is_and_costs_no_query(client, settings):
    assert "Ministry of Defence" not in client.get(LOGIN).content.decode()
    assert client.post(GO).status_code == 404
    settings.SOCIALACCOUNT_PROVIDERS = openid.settings_for([known_as("http://127.0.0.1:1")])
    with counted_queries() as queries:
        page = client.get(LOGIN).content.decode()
    assert "Sign in with Ministry of Defence" in page
    assert queries == []


def test_nobody_is_sent_away_by_a_link(client, provider):
    """A click on a link of somebody else's page must not sign anybody in."""
    page = client.get(GO)
    assert page.status_code == 200
    assert 'http-equiv="refresh"' not in page.content.decode()


def test_one_network_that_begins_too_often_is_told_to_wait(client, provider, settings):
    del settings.ACCOUNT_RATE_LIMITS
    answers = [client.post(GO).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
