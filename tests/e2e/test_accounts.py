"""Signing up, signing in by code, choosing a new password; each step in order and kind to slips."""

import pytest
from playwright.sync_api import Page, expect

from lms.pseudo import CODE
from tests.e2e import steps
from tests.e2e.accessibility import DESK, in_order
from tests.e2e.conftest import OpenPage
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

NEW_PASSWORD = "stone-river-cloud-7"
VISITORS = {
    "without JavaScript": {"javascript": False},
    "from right to left": {"extra_http_headers": {"Accept-Language": CODE}},
    "on a computer": {"width": DESK},
}


@pytest.mark.parametrize("visitor", VISITORS)
def test_an_account_by_codes_from_e_mails(
    visitor: str, site: RunningSite, open_page: OpenPage
) -> None:
    page, email = open_page(**VISITORS[visitor]), steps.Newcomer().email
    _signs_up(page, site, email)
    _signs_out(page)
    _signs_in_by_code(page, site, email)
    _signs_out(page)
    _chooses_a_new_password(page, site, email)


def _signs_up(page: Page, site: RunningSite, email: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.agree(page)
    steps.press(page, "Sign up")
    _takes_the_right_code_only(page, site.last_email_to(email, containing="confirm"))
    _is_at_home(page)


def _signs_out(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def _signs_in_by_code(page: Page, site: RunningSite, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Send me a sign-in code").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("main").get_by_role("button").click()
    _takes_the_right_code_only(page, site.last_email_to(email, containing="To sign in"))
    _is_at_home(page)


def _chooses_a_new_password(page: Page, site: RunningSite, email: str) -> None:
    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail address").fill(email)
    steps.press(page, "Send me a code")
    _takes_the_right_code_only(page, site.last_email_to(email, containing="new password"))
    in_order(page)
    expect(page.get_by_label("Password")).to_have_count(2)
    for field in page.get_by_label("Password").all():
        field.fill(NEW_PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_text("Your password is now changed")).to_be_visible()
    in_order(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill(email)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Sign in")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    in_order(page)
    page.get_by_label("Password").fill(NEW_PASSWORD)
    steps.press(page, "Sign in")
    _is_at_home(page)


def _takes_the_right_code_only(page: Page, letter: str) -> None:
    in_order(page)
    page.get_by_label("Code").fill("0000-0000")
    steps.press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("Incorrect code")
    in_order(page)
    page.get_by_label("Code").fill(steps.code_in(letter))
    steps.press(page, "Confirm")


def _is_at_home(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")


def test_who_comes_to_a_code_that_is_gone_is_told_on_a_page_in_order(any_page: Page) -> None:
    any_page.goto("/accounts/confirm-email/")
    said = any_page.get_by_role("status").filter(has_text="This code has expired")
    expect(said).to_be_visible()
    in_order(any_page)


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "America/Lima"])
def test_the_device_proposes_its_time_zone(zone: str, open_page: OpenPage) -> None:
    page = open_page(timezone_id=zone)
    steps.sign_in(page, "author@example.org")
    page.goto(f"/learn/{steps.COURSE}/enrol/")
    expect(page.get_by_label("Your time zone")).to_have_value(zone)


def test_without_javascript_the_time_zone_is_utc_until_somebody_chooses(
    page_without_js: Page,
) -> None:
    steps.sign_in(page_without_js, "author@example.org")
    page_without_js.goto(f"/learn/{steps.COURSE}/enrol/")
    expect(page_without_js.get_by_label("Your time zone")).to_have_value("UTC")
