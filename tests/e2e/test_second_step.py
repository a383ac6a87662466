"""Codes of an app, passkeys and devices, in Chromium with a virtual authenticator."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import in_order
from tests.e2e.conftest import OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

PASSKEY = "Sign in with a passkey"


def signs_up(page: Page, site: RunningSite) -> str:
    email = steps.Newcomer().email
    page.goto("/accounts/signup/")
    steps.sign_up(page, site, email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")
    return email


def signs_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def types_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill(email)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Sign in")


@pytest.fixture
def page_of_a_device(open_page: OpenPage, site: RunningSite) -> Callable[[], Page]:
    """A phone that can make passkeys; they need a name, so not 127.0.0.1."""

    def page_of_a_device() -> Page:
        page = open_page(base_url=site.url.replace("127.0.0.1", "localhost"))
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        authenticator = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
        return page

    return page_of_a_device


def test_an_app_is_set_up_and_its_code_signs_in(any_page: Page, site: RunningSite) -> None:
    page, email = any_page, signs_up(any_page, site)
    page.get_by_role("banner").get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Confirm")
    secret = steps.set_up_app(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    signs_out(page)
    types_password(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    in_order(page)
    page.get_by_label("Code from your app").fill("000000")
    steps.press(page, "Sign in")
    expect(page.get_by_role("alert")).to_contain_text("Incorrect code")
    page.get_by_label("Code from your app").fill(steps.app_code(secret))
    steps.press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")
    signs_out(page)
    types_password(page, email)
    page.get_by_label("Code from your app").fill(codes[0])
    steps.press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")


def test_a_passkey_signs_in_alone_and_as_second_step(
    page_of_a_device: Callable[[], Page], site: RunningSite
) -> None:
    page = page_of_a_device()
    email = signs_up(page, site)
    steps.confirm(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("My phone")
    steps.press(page, "Add a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    in_order(page)
    signs_out(page)
    page.goto("/accounts/login/?next=/worried/")
    steps.press(page, PASSKEY)
    expect(page).to_have_url(f"{site.url.replace('127.0.0.1', 'localhost')}/worried/")
    signs_out(page)
    types_password(page, email)
    steps.press(page, "Use a passkey instead")
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")
    _confirms_renames_and_removes(page)


def _confirms_renames_and_removes(page: Page) -> None:
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_role("link", name="Use a passkey").click()
    in_order(page)
    steps.press(page, "Use a passkey")
    page.get_by_label("Name of this passkey").fill("Blue phone")
    in_order(page)
    steps.press(page, "Save")
    expect(page.get_by_text("Blue phone", exact=True)).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    in_order(page)
    steps.press(page, "Remove")
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_text("Blue phone", exact=True)).to_have_count(0)


def test_a_device_without_the_passkey_is_told_so(
    page_of_a_device: Callable[[], Page],
) -> None:
    page = page_of_a_device()
    page.goto("/accounts/login/")
    steps.press(page, PASSKEY)
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    in_order(page)


def test_without_javascript_the_page_says_that_passkeys_need_it(page_without_js: Page) -> None:
    page_without_js.goto("/accounts/login/")
    expect(page_without_js.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page_without_js.get_by_role("button", name=PASSKEY)).to_have_count(0)


def test_out_of_everywhere_else(any_page: Page, site: RunningSite, open_page: OpenPage) -> None:
    email, other = signs_up(any_page, site), open_page()
    steps.sign_in(other, email)
    any_page.goto("/accounts/sessions/")
    in_order(any_page)
    expect(any_page.get_by_role("main").get_by_role("listitem")).to_have_count(2 + 4)
    steps.press(any_page, "Sign out everywhere else")
    expect(any_page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    other.goto("/my-learning/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
