"""The way out stands on Wagtail's pages too, leaves unsaved work behind, and covers no control."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import editor, steps
from tests.e2e.accessibility import DESK, PHONE
from tests.e2e.admin_pages import ADMIN_PAGES
from tests.e2e.world import Shown

Show = Callable[..., Page]
MODULE, LESSON = "Module 1: Children in armed conflict", "Who is a child?"
WATCHED_AFTER = 2_500  # milliseconds until Wagtail looks for changes
TABLET = 853  # a screen of 1280 px at 150 per cent


def _lesson(show: Show) -> Page:
    """In the editor, as its author opens it."""
    page = show(ADMIN_PAGES["home of an author"], width=DESK)
    course = page.get_by_role("row", name=re.compile(f"^{re.escape(steps.COURSE_TITLE)}"))
    course.get_by_role("link", name="Its pages").click()
    page.get_by_role("link", name=f"Explore child pages of '{MODULE}'").click()
    page.get_by_role("main").get_by_role("link", name=LESSON, exact=True).click()
    expect(editor.part(page, "Title").get_by_role("textbox")).to_have_value(LESSON)
    return page


@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_it_covers_neither_what_saves_nor_the_preview(width: int, show: Show) -> None:
    page = _lesson(show)
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("Save draft", "More actions"):
        page.get_by_role("button", name=name, exact=True).click(trial=True)
    _can_be_used(page)
    page.get_by_role("button", name="Toggle preview").click()
    page.get_by_label("Preview mode").click(trial=True)


def test_it_leaves_at_once_whatever_is_not_saved(show: Show) -> None:
    page = _lesson(show)
    page.route("https://www.google.com/**", lambda route: route.fulfill(body="The weather"))
    page.on("dialog", lambda dialog: dialog.dismiss())  # which stays on the page
    page.wait_for_timeout(WATCHED_AFTER)
    page.get_by_role("tab", name="Outline and content note").click()
    editor.fill(page, "Minutes", "0")  # which Wagtail cannot save by itself
    asks = page.locator("#page-edit-form")
    expect(asks).to_have_attribute("data-w-unsaved-has-edits-value", "true")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.google.com/**")


@pytest.mark.parametrize("address", ["/admin/pages/", "/admin/no-such-page/"])
def test_it_is_on_every_page(address: str, show: Show) -> None:
    status = 404 if "no-such" in address else 200
    _can_be_used(show(Shown("author", address, status)))


def _can_be_used(page: Page) -> None:
    for name in ("Leave this site", "Worried about someone?"):
        link = page.get_by_role("link", name=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        expect(link).to_be_in_viewport(ratio=1)
        link.click(trial=True)
