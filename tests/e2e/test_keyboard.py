"""What is done by keyboard alone; that the focus is seen is in test_wcag.py."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.world import Shown

Show = Callable[..., Page]
PAGES = {
    "a lesson": Shown("learner", f"/learn/{steps.COURSE}/the-market/"),
    "a quiz": Shown("learner", "{attempt}"),
}


def test_the_first_stop_skips_to_the_lesson_beyond_its_outline(show: Show) -> None:
    page = show(PAGES["a lesson"], reduced_motion="reduce")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("article").locator(":focus")).to_have_count(1)


def test_a_quiz_is_answered_and_handed_in_by_keyboard(show: Show) -> None:
    page = show(PAGES["a quiz"], reduced_motion="reduce")
    asked = next(a for a in steps.questions(page) if a.place.get_by_role("radio").count() > 2)
    first = asked.place.get_by_role("radio").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(asked.place.get_by_role("radio").nth(1)).to_be_checked()
    asked.is_saved()
    page.get_by_role("button", name="Check and hand in").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and hand in")


def test_escape_three_times_leaves_the_site_and_back_does_not_return(show: Show) -> None:
    page = show(PAGES["a lesson"])
    page.route("https://www.google.com/**", lambda route: route.fulfill(body="The weather"))
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.google.com/**")
    assert page.evaluate("history.length") == before
