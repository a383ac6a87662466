"""The list of one's e-mail addresses: it offers what works, and keeps the way in."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from lms.users.models import User
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PAGE = reverse("account_email")
KEPT = "We did not remove"


@pytest.fixture
def learner(client) -> User:
    """Signed up by e-mail: the user name is one that nobody saw."""
    user = make_user("abcdefghjkmn")
    client.force_login(user)
    confirm(client)
    return user


def confirm(client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def add(user: User, email: str = "second@example.org", *, verified: bool = True) -> str:
    EmailAddress.objects.create(user=user, email=email, verified=verified)
    return email


def remove(client, email: str) -> str:
    data = {"email": email, "action_remove": ""}
    return client.post(PAGE, data, follow=True).content.decode()


def offered(client) -> list[str]:
    return re.findall(r'name="action_(\w+)"', client.get(PAGE).content.decode())


def addresses(user: User) -> set[str]:
    return set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


def test_one_confirmed_address_offers_nothing_but_to_add_another(client, learner) -> None:
    assert offered(client) == ["add"]
    page = client.get(PAGE).content.decode()
    assert "We write to this one" in page
    assert "Confirmed" in page
    assert "Not confirmed yet" not in page
    assert "To change it, add the new one." in page


def test_each_address_offers_what_works(client, learner) -> None:
    add(learner)
    add(learner, "third@example.org", verified=False)
    assert offered(client) == ["primary", "remove", "send", "remove", "add"]


def test_an_address_is_called_e_mail_address_everywhere(client, learner) -> None:
    page = client.post(PAGE, {"email": "nothing", "action_add": ""}).content.decode()
    assert "E-mail address" in page
    assert not re.search(r"\bemail\b", re.sub(r"<[^>]+>", " ", page), re.IGNORECASE)


def test_the_only_address_stays_where_nobody_could_sign_in_without_it(client, learner) -> None:
    assert KEPT in remove(client, learner.email)
    assert addresses(learner) == {learner.email}


def test_the_only_address_goes_where_its_owner_signs_in_by_user_name(client) -> None:
    user = make_user("learner")
    client.force_login(user)
    confirm(client)
    assert KEPT not in remove(client, user.email)
    user.refresh_from_db()
    assert (user.email, addresses(user)) == (None, set())
    client.logout()
    client.post(reverse("account_login"), {"login": "learner", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def sign_in_by_code(client, mailoutbox) -> User:
    """Somebody who has no password."""
    user = make_user("learner")
    user.set_unusable_password()
    user.save()
    client.post(reverse("account_request_login_code"), {"email": user.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[-1].body, re.MULTILINE)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert "_auth_user_id" in client.session
    return user


def test_the_only_address_stays_where_there_is_no_password(client, mailoutbox) -> None:
    user = sign_in_by_code(client, mailoutbox)
    assert KEPT in remove(client, user.email)


ACTIONS = [("action_add", "third@"), ("action_primary", "second@"), ("action_remove", "second@")]


@pytest.mark.parametrize(("action", "name"), ACTIONS)
def test_who_finds_it_signed_in_changes_no_address_without_the_password(
    client, action, name, mailoutbox
) -> None:
    user = make_user("learner")
    add(user)
    client.force_login(user)
    answer = client.post(PAGE, {"email": f"{name}example.org", action: ""})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    user.refresh_from_db()
    assert (user.email, len(addresses(user))) == ("learner@example.org", 2)
    assert not mailoutbox


WITHOUT_PASSWORD = [
    (PAGE, {"email": "third@example.org", "action_add": ""}),
    (reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD}),
    (reverse("home:erase"), {}),
    (reverse("mfa_activate_totp"), {"code": "123456"}),
]


@pytest.mark.parametrize(("address", "data"), WITHOUT_PASSWORD)
def test_who_has_no_password_signs_in_again_before_the_ways_in_change(
    client, mailoutbox, monkeypatch, address, data
) -> None:
    user = sign_in_by_code(client, mailoutbox)
    later = time.time() + 301
    monkeypatch.setattr("lms.users.again.time.time", lambda: later)
    answer = client.post(address, data)
    assert answer.url == f"{reverse('account_login')}?next={address.replace('/', '%2F')}"
    assert "_auth_user_id" not in client.session
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert len(addresses(user)) == 1


def test_who_has_no_password_chooses_one_just_after_signing_in(client, mailoutbox) -> None:
    user = sign_in_by_code(client, mailoutbox)
    assert client.get(reverse("account_set_password")).status_code == 200
    new = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_set_password"), new)
    user.refresh_from_db()
    assert user.has_usable_password()


def test_an_address_that_was_never_confirmed_does_not_stand_in_for_the_one(client, learner) -> None:
    add(learner, verified=False)
    assert KEPT in remove(client, learner.email)


def test_the_last_confirmed_address_stays(client, learner) -> None:
    second = add(learner)
    EmailAddress.objects.filter(email=learner.email).update(verified=False)
    assert KEPT in remove(client, second)
    assert addresses(learner) == {learner.email, second}


def test_changing_the_address_is_to_add_to_confirm_to_choose_and_to_remove(
    client, learner, mailoutbox
) -> None:
    old, new = learner.email, "second@example.org"
    client.post(PAGE, {"email": new, "action_add": ""})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mailoutbox[0].body, re.MULTILINE)[0]
    response = client.post(reverse("account_email_verification_sent"), {"code": code})
    assert response.url == PAGE
    client.post(PAGE, {"email": new, "action_primary": ""})
    remove(client, old)
    learner.refresh_from_db()
    assert learner.email == new
    assert addresses(learner) == {new}
