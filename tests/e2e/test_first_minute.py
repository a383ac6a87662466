"""What somebody meets in the first minute, and how they leave."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps


def test_a_visitor_reaches_the_first_lesson_in_three_clicks(any_page: Page) -> None:
    page = any_page
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="See the courses").click()
    page.get_by_role("link", name=steps.COURSE_TITLE).click()
    page.get_by_role("link", name="Read the first lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(steps.lesson_titles()[0])
    expect(page.locator("#lesson-text")).to_be_visible()


@pytest.fixture
def leaving(page: Page) -> Page:
    """A phone whose neutral page is one of the test's own."""
    neutral = re.compile(r"^https://www\.google\.com/")
    page.route(neutral, lambda route: route.fulfill(body="<title>Weather</title>Sunny"))
    page.goto("/en/")
    page.goto("/worried/")
    return page


def test_leaving_takes_one_click_and_back_does_not_show_the_page_again(leaving: Page) -> None:
    leaving.get_by_role("link", name="Leave this site").click()
    expect(leaving).to_have_title("Weather")
    leaving.go_back()
    expect(leaving).not_to_have_url(re.compile("worried"))


def test_leaving_takes_three_presses_of_escape(leaving: Page) -> None:
    leaving.keyboard.press("Escape")
    leaving.keyboard.press("Escape")
    expect(leaving).to_have_url(re.compile("worried"))
    leaving.keyboard.press("Escape")
    expect(leaving).to_have_title("Weather")


def test_while_the_other_page_is_slow_nothing_of_ours_is_seen(page: Page) -> None:
    page.route(re.compile(r"^https://www\.google\.com/"), lambda route: None)  # never answers
    page.goto("/worried/")
    page.wait_for_function("customElements.get('quick-exit') !== undefined")
    left = """() => {
      document.querySelector("quick-exit a").click();
      return [document.title, document.body.hidden];
    }"""
    assert page.evaluate(left) == ["Please wait", True]


def test_without_javascript_the_link_leads_away(page_without_js: Page) -> None:
    page_without_js.goto("/worried/")
    link = page_without_js.get_by_role("link", name="Leave this site")
    assert str(link.get_attribute("href")).startswith("https://www.google.com/")


def test_who_has_an_account_is_told_when_there_is_no_connection(page: Page) -> None:
    steps.sign_in(page, "graduate@example.org")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from here on the worker answers
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.evaluate("localStorage.setItem('reflection:mine', 'My note')")
    page.context.set_offline(True)
    page.goto("/my-learning/?again", wait_until="load")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    page.get_by_role("link", name="Worried about someone?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worried about someone?")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()  # kept as a visitor sees it
    assert page.evaluate("localStorage.getItem('reflection:mine')") == "My note"
    page.go_back()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("My learning")


def test_a_visitor_s_browser_keeps_nothing_of_us(page: Page) -> None:
    page.goto("/en/")
    workers = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
    assert workers == 0
