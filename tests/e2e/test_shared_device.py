"""A device that somebody else uses next: nothing of the one before is left, shown or sent."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.crowd import PASSWORD
from tests.e2e import answering, chromium, quizzes, steps
from tests.e2e.answering import question, status
from tests.e2e.conftest import FLAGS, OpenPage
from tests.e2e.world import World
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

Sit = Callable[..., Page]
SECRET = "The clinic by the river"
LEFT = """async () => ({
  local: Object.entries(localStorage),
  session: Object.entries(sessionStorage),
  cached: (await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    const kept = await cache.matchAll();
    return Promise.all(kept.map((one) => one.text()));
  }))).flat(2).join(" "),
  databases: (await indexedDB.databases()).length,
})"""


def write(page: Page) -> None:
    field = question(page, "short_text").get_by_role("textbox")
    field.press_sequentially(SECRET)
    field.blur()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def become(page: Page, world: World) -> None:
    """Somebody else's session in the same browser, as after signing in."""
    page.context.clear_cookies()
    page.context.add_cookies(world.newcomer()["cookies"])


def test_after_signing_out_nothing_is_left(sit: Sit) -> None:
    page = sit("by-machine")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    address = page.url
    write(page)
    answering.is_saved(page, "short_text")
    page.goto("/my-learning/")
    sign_out(page)
    left = page.evaluate(LEFT)
    assert (left["local"], left["session"], left["databases"]) == ([], [], 0)
    assert left["cached"]
    assert SECRET not in left["cached"]
    assert "Diallo" not in left["cached"]
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_what_waits_is_sent_before_signing_out_and_forgotten(sit: Sit) -> None:
    page = sit("by-machine", line_breaks=True)
    arrived: list[str] = []
    page.context.on("response", lambda r: r.ok and arrived.append(r.request.post_data or ""))
    page.context.set_offline(True)
    write(page)
    expect(status(question(page, "short_text"))).to_have_text(answering.WAITS)
    page.context.set_offline(False)
    sign_out(page)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert [data for data in arrived if SECRET in data]


def test_signing_out_leaves_the_other_tabs_too(sit: Sit) -> None:
    page = sit("by-machine")
    other = page.context.new_page()
    other.goto("/my-learning/")
    write(page)
    sign_out(other)
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(page.get_by_text("Question 1 of")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_the_next_person_sees_and_sends_nothing_of_the_one_before(sit: Sit, world: World) -> None:
    """Even where the page of the one before was never left properly."""
    page = sit("by-machine", line_breaks=True)
    address = page.url
    page.context.set_offline(True)
    write(page)
    expect(status(question(page, "short_text"))).to_have_text(answering.WAITS)
    become(page, world)
    page.close()
    context = page.context
    context.set_offline(False)
    sent: list[str] = []
    context.on("request", lambda request: sent.append(request.post_data or ""))
    after = context.new_page()
    after.goto(f"/learn/{quizzes.SLUG}/by-machine/quiz/")
    steps.press(after, "Start the quiz")
    after.locator("quiz-attempt:defined").wait_for()
    assert answering.answers(after) == []
    assert after.evaluate("Object.keys(localStorage)") == []
    assert after.goto(address).status == 404
    assert not [body for body in sent if SECRET in body]


def test_a_page_left_open_sends_nothing_as_the_next_person(sit: Sit, world: World) -> None:
    """Its answers bear the token of the session before; and then the page goes."""
    page = sit("by-machine", line_breaks=True)
    page.context.set_offline(True)
    write(page)
    expect(status(question(page, "short_text"))).to_have_text(answering.WAITS)
    become(page, world)
    page.context.set_offline(False)
    expect(page.get_by_text("Question 1 of")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("Marked at once"))
    page.goto("/my-learning/")
    assert page.evaluate("Object.keys(localStorage)") == []


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


def test_the_back_button_shows_nothing_of_the_one_before(
    keeping_browser: Browser, site: RunningSite, world: World
) -> None:
    context = keeping_browser.new_context(base_url=site.url, storage_state=world.newcomer())
    page = context.new_page()
    page.goto(f"/learn/{quizzes.SLUG}/by-machine/quiz/")
    steps.press(page, "Start the quiz")
    write(page)
    answering.is_saved(page, "short_text")
    sign_out(page)
    page.go_back()
    expect(page.get_by_text("Question 1 of")).to_have_count(0)
    assert SECRET not in page.content()
    context.close()


def test_a_page_that_the_browser_kept_is_fetched_anew(sit: Sit) -> None:
    page = sit("by-machine")
    before = page.evaluate("performance.timeOrigin")
    page.context.clear_cookies()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert page.evaluate("performance.timeOrigin") > before


def test_two_people_one_after_the_other_on_one_device(
    open_page: OpenPage, world: World, sit: Sit
) -> None:
    """By the sign-in form, as it happens in a camp."""
    page = sit("by-machine")
    write(page)
    answering.is_saved(page, "short_text")
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill("halfway@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    steps.press(page, "Sign in")
    expect(page).not_to_have_url(re.compile("/accounts/login/"))
    page.goto(world.addresses["half"])
    assert SECRET not in str(answering.answers(page))
    assert len(answering.answers(page)) == 8
