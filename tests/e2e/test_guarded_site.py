"""A site as in production: staff need a second step, and a provider signs people in."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import PHONE, in_order
from tests.e2e.steps import PATIENCE
from tests.openid_provider import CLIENT, SECRET, Provider, running_provider
from tests.running_site import RunningSite, running_site

pytestmark = pytest.mark.timeout(300)

MAKE_AUTHOR = (
    "from tests.factories.people import make_user; make_user('author', group='Course authors')"
)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def guarded_site(
    provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSite]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "STAFF_NEED_SECOND_FACTOR": "true",
            "OPENID_PROVIDERS": "ministry",
            "OPENID_MINISTRY_NAME": "the Ministry",
            "OPENID_MINISTRY_ISSUER": provider.url,
            "OPENID_MINISTRY_CLIENT_ID": CLIENT,
            "OPENID_MINISTRY_CLIENT_SECRET": SECRET,
            "OPENID_MINISTRY_DOMAINS": "example.org",
        }.items():
            patch.setenv(name, value)
        folder = tmp_path_factory.mktemp("guarded")
        data = ("shell", "--no-imports", "-c", MAKE_AUTHOR)
        with running_site(folder, os.environ.get("DATABASE_URL"), data=data) as running:
            yield running


@pytest.fixture
def page(browser: Browser, guarded_site: RunningSite) -> Iterator[Page]:
    """A phone; what is in its console fails the test."""
    context = browser.new_context(
        base_url=guarded_site.url, viewport={"width": PHONE, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    yield context.new_page()
    context.close()
    assert said == []


def test_staff_set_up_a_second_step_and_go_on_to_where_they_wanted(page: Page) -> None:
    page.goto("/admin/images/")
    steps.sign_in(page, "author@example.org")
    expect(page.get_by_text("Before you go on: set up a second step.")).to_be_visible()
    in_order(page)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Confirm")
    steps.set_up_app(page)
    in_order(page)
    page.get_by_role("link", name="Go on to your work").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Images")


def test_somebody_signs_up_and_in_with_an_account_of_another_organisation(
    page: Page, provider: Provider
) -> None:
    """Over the provider and back, past our content security policy."""
    email = steps.Newcomer().email
    provider.person = {"sub": email, "email": email, "email_verified": True}
    page.goto("/accounts/login/")
    in_order(page)
    steps.press(page, "Sign in with the Ministry")
    expect(page.get_by_text(email)).to_be_visible()
    in_order(page)
    steps.agree(page)
    steps.press(page, "Sign up")
    expect(page.get_by_role("heading", level=1)).to_contain_text("My learning")
    page.goto("/accounts/3rdparty/")
    expect(page.get_by_role("main").get_by_text("the Ministry", exact=True)).to_be_visible()
    in_order(page)
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/worried/")
    steps.press(page, "Sign in with the Ministry")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Worried")


def test_who_stops_on_the_way_is_on_a_page_of_ours(page: Page, provider: Provider) -> None:
    provider.is_cancelled = True
    page.goto("/accounts/login/")
    steps.press(page, "Sign in with the Ministry")
    expect(page.get_by_text("You stopped on the way.")).to_be_visible()
    in_order(page)
    provider.is_cancelled = False
