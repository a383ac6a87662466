"""A device that a facilitator opened, and a card that becomes an account, as browsers see them."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e import chromium, steps
from tests.e2e.accessibility import axe
from tests.e2e.conftest import FLAGS, OpenPage
from tests.e2e.world import World
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

Card = dict[str, str]
LEFT = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": [], "session": [], "caches": [], "databases": 0, "workers": 0}


@pytest.fixture
def cards(world: World, site: RunningSite) -> list[Card]:
    """Of two people who are in the course and have no account."""
    code = "from tests.e2e.rosters import hand_out; hand_out()"
    return json.loads(site.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


@pytest.fixture
def opened(world: World) -> Callable[[Page], Page]:
    def opened(page: Page) -> Page:
        """The facilitator signs in on this device and opens it."""
        steps.sign_in(page, "facilitator@example.org")
        page.goto(f"{world.addresses['offering']}devices/")
        steps.press(page, "Open this device")
        expect(page.get_by_role("heading", level=1)).to_have_text("Put in your card")
        return page

    return opened


def put_in(page: Page, card: Card) -> None:
    page.get_by_label("Code").fill(card["code"])
    page.get_by_label("PIN").fill(card["pin"])
    steps.press(page, "Begin")
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")


def be_done(page: Page) -> None:
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Put in your card")


def test_two_learners_one_after_the_other(
    any_page: Page, javascript: bool, opened: Callable[[Page], Page], cards: list[Card]
) -> None:
    page, (first, second) = opened(any_page), cards
    axe(page)
    put_in(page, first)
    page.goto(f"/learn/{steps.COURSE}/why-special-protection/")
    expect(page.get_by_text(first["name"])).to_be_visible()
    axe(page)
    be_done(page)
    for _page in range(4):
        page.go_back()
        assert first["name"] not in page.content()
    page.goto(f"/learn/{steps.COURSE}/")
    expect(page).to_have_url(re.compile("/device/$"))
    put_in(page, second)
    expect(page.get_by_text(second["name"])).to_be_visible()
    assert first["name"] not in page.content()


def test_nothing_is_left_on_the_device(
    page: Page, opened: Callable[[Page], Page], cards: list[Card]
) -> None:
    """What the facilitator's visit and the learner's left: the worker, its cache, notes."""
    page.goto("/worried/")
    opened(page)
    assert page.evaluate(LEFT) == NOTHING
    put_in(page, cards[0])
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    page.evaluate(
        """async () => {
          localStorage.setItem("reflection:1", "The clinic by the river");
          sessionStorage.setItem("a", "The clinic by the river");
          await (await caches.open("a")).put("/a", new Response("The clinic by the river"));
          await new Promise((done) => (indexedDB.open("a").onsuccess = done));
        }"""
    )
    be_done(page)
    assert page.evaluate(LEFT) == NOTHING


def test_who_does_nothing_is_signed_out_and_the_page_goes(
    page: Page, opened: Callable[[Page], Page], cards: list[Card]
) -> None:
    opened(page)
    put_in(page, cards[0])
    page.clock.install()
    page.goto(f"/learn/{steps.COURSE}/")
    page.get_by_role("button", name="I am done").wait_for()
    page.wait_for_load_state("networkidle")
    page.clock.run_for(9 * 60 * 1000)
    expect(page.get_by_text(cards[0]["name"])).to_be_visible()
    page.clock.run_for(70 * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Put in your card")


def test_after_a_sleep_the_page_of_the_last_learner_goes(
    page: Page, opened: Callable[[Page], Page], cards: list[Card]
) -> None:
    """The timers stood still; the clock did not."""
    opened(page)
    put_in(page, cards[0])
    page.clock.install()
    page.goto(f"/learn/{steps.COURSE}/")
    page.get_by_role("button", name="I am done").wait_for()
    page.wait_for_load_state("networkidle")
    page.clock.set_system_time(datetime.now(tz=UTC) + timedelta(minutes=11))
    page.mouse.move(20, 20)
    expect(page.get_by_role("heading", level=1)).to_have_text("Put in your card")


def test_who_works_in_one_tab_is_not_signed_out_by_another(
    page: Page, opened: Callable[[Page], Page], cards: list[Card]
) -> None:
    opened(page)
    put_in(page, cards[0])
    page.clock.install()
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/learn/{steps.COURSE}/")
        tab.get_by_role("button", name="I am done").wait_for()
        tab.wait_for_load_state("networkidle")
    for step in range(3):
        page.clock.run_for(8 * 60 * 1000)
        page.mouse.move(20 + step, 20)
    expect(other.get_by_text(cards[0]["name"])).to_be_visible()
    expect(page.get_by_text(cards[0]["name"])).to_be_visible()


@pytest.fixture
def keeping_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as people have it: it keeps the page before for the back button (bfcache)."""
    browser = playwright.chromium.launch(
        executable_path=chromium.find(),
        args=list(FLAGS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


def test_the_back_button_shows_nothing_of_the_last_learner(
    keeping_browser: Browser,
    site: RunningSite,
    opened: Callable[[Page], Page],
    cards: list[Card],
) -> None:
    context = keeping_browser.new_context(base_url=site.url)
    page = opened(context.new_page())
    put_in(page, cards[0])
    page.goto(f"/learn/{steps.COURSE}/why-special-protection/")
    be_done(page)
    for _page in range(3):
        page.go_back()
        assert cards[0]["name"] not in page.content()
    context.close()


def test_the_trainer_ends_it_on_the_device(
    page: Page, open_page: OpenPage, world: World, opened: Callable[[Page], Page]
) -> None:
    opened(page)
    mine = open_page(storage_state=world.cookies["facilitator"])
    mine.goto(f"{world.addresses['offering']}devices/")
    code = mine.locator(".code").first.inner_text()
    page.get_by_role("link", name="For the trainer").click()
    axe(page)
    page.get_by_label("Code to end it").fill(code)
    steps.press(page, "End it")
    expect(page.get_by_role("heading", level=1)).to_have_text("This device is not open")


def test_from_a_card_to_an_account(any_page: Page, cards: list[Card]) -> None:
    page, card = any_page, cards[0]
    page.goto(f"/claim/{card['code']}/")
    expect(page.get_by_label("Code")).to_have_value(card["code"])
    page.get_by_label("PIN").fill(card["pin"])
    steps.press(page, "Go on")
    axe(page)
    page.get_by_label("User name").fill(page.locator(".code").first.inner_text())
    page.get_by_label("Password").fill("three quiet lanterns")
    page.get_by_label("I am 18 years old or older").check()
    page.get_by_label("I accept the terms of use").check()
    steps.press(page, "Make my account")
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")
    expect(page.get_by_role("main").get_by_text(steps.COURSE_TITLE)).to_be_visible()
