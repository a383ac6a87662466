"""The pages, letters and messages of the account are ours, all of them."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver, reverse

from lms.users.models import User
from tests.factories.people import AGREED, PASSWORD, make_user
from tests.test_access import our_patterns

OURS = Path(settings.BASE_DIR) / "templates"
THEIRS = Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "socialaccount", "usersessions")
ALLAUTH = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_")
# What allauth has for ways that this site does not go, and the parts of its own pages.
NEVER_SHOWN = (
    "/base_",  # frames of its own pages
    "/base.html",
    "snippets/",
    "phone",
    "signup_by_passkey",
    "webauthn/signup_form",
    "mfa/trust.html",  # no browser is trusted to leave the second step out
    "account/email_change.html",  # one has a list of addresses, not one
    "account/email_confirm.html",  # codes, no links
    "email/email_confirm_",
    "email/password_reset_key",
    "account/password_reset_done.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
)


def their_templates() -> list[str]:
    found = [path for app in APPS for path in (THEIRS / app).rglob("*") if path.is_file()]
    names = [path.relative_to(THEIRS).as_posix() for path in found]
    return sorted(name for name in names if not any(part in f"/{name}" for part in NEVER_SHOWN))


def test_there_are_templates_to_look_at() -> None:
    assert len(their_templates()) > 80
    assert "mfa/totp/activate_form.html" in their_templates()


@pytest.mark.parametrize("name", their_templates())
def test_a_template_of_allauth_is_ours(name: str) -> None:
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


@pytest.mark.parametrize(
    "name", [name for name in their_templates() if name.endswith("_message.txt")]
)
def test_a_letter_is_a_page_too(name: str) -> None:
    get_template(name.replace(".txt", ".html"))


def pages_of_allauth() -> dict[str, str]:
    """The template of each of its addresses that is a page of a form or a list."""
    found = {}
    for name, pattern in our_patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        if name.startswith(ALLAUTH) and getattr(view, "template_name", None):
            found[name] = view.template_name
    return found


def test_every_address_of_allauth_has_a_page_of_ours() -> None:
    assert len(pages_of_allauth()) > 20
    for name, template in pages_of_allauth().items():
        assert Path(get_template(template).origin.name).is_relative_to(OURS), name


def test_no_page_of_ours_loads_a_script_of_allauth() -> None:
    paths = [path for app in APPS for path in (OURS / app).rglob("*.html")]
    assert not [path for path in paths if "/js/" in path.read_text()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "mfa_index", "usersessions_list"]
)
def test_each_page_of_the_account_leads_to_the_others(client, name: str) -> None:
    client.force_login(make_user())
    page = client.get(reverse(name)).content.decode()
    family = page[page.index('class="tabs"') :].partition("</nav>")[0]
    assert f'href="{reverse(name)}" aria-current="page"' in family
    assert family.count("aria-current") == 1
    for other in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(other)}"' in family


@pytest.mark.django_db
def test_somebody_without_an_address_finds_pages_that_fit(client) -> None:
    """Signs in by user name, changes the password, and is told the truth about letters."""
    User.objects.create_user(username="amina", password=PASSWORD)
    login = reverse("account_login")
    client.post(login, {"login": "amina", "password": PASSWORD})
    assert "Your account has no e-mail address." in client.get(reverse("account_email")).text
    new = {"password1": "stone-river-cloud", "password2": "stone-river-cloud"}
    change = reverse("account_change_password")
    page = client.post(change, {"oldpassword": PASSWORD, **new}, follow=True)
    assert "Your new password is saved." in page.content.decode()
    client.logout()
    for name in ("account_reset_password", "account_request_login_code"):
        assert "for a card for a new password." in client.get(reverse(name)).text
    client.post(login, {"login": "amina", "password": "stone-river-cloud"})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("is_adult", "ask the organisation that told you of the course"),
        ("accepts_terms", "Read the terms of use, and accept them to sign up."),
    ],
)
def test_who_is_too_young_or_does_not_accept_the_terms_is_told_kindly(
    client, left_out: str, said: str
) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD}
    data |= {name: value for name, value in AGREED.items() if name != left_out}
    page = client.post(reverse("account_signup"), data)
    assert said in page.content.decode()
    assert not User.objects.exists()
