"""Wagtail's lists on a phone scroll within themselves; what a row is about stays in view."""

import pytest
from playwright.sync_api import expect

from lms.pseudo import CODE
from tests.e2e.accessibility import PHONE
from tests.e2e.admin_pages import ADMIN_PAGES
from tests.e2e.pages import Show
from tests.e2e.world import Shown

LISTS = {
    "questions": Shown("author", "/admin/snippets/courses/question/"),
    "certificates": ADMIN_PAGES["certificates"],
}


@pytest.mark.parametrize("language", ["en", CODE])
@pytest.mark.parametrize("name", LISTS)
def test_every_column_can_be_read(name: str, language: str, show: Show) -> None:
    page = show(LISTS[name], language=language, width=PHONE)
    last, title = page.locator(".listing td:last-child"), page.locator(".listing td.title a")
    expect(last.first).not_to_be_in_viewport()
    last.first.scroll_into_view_if_needed()
    for seen in (last, title):
        expect(seen.first).to_be_in_viewport(ratio=0.9)
    title.first.click(trial=True)  # nothing that scrolls below it covers it


@pytest.mark.parametrize("name", LISTS)
def test_the_menu_of_a_row_is_not_covered_by_the_next(name: str, show: Show) -> None:
    page = show(LISTS[name], width=PHONE)
    page.locator(".listing td.title .w-dropdown__toggle").first.click()
    page.locator(".listing td.title").get_by_role("link", name="Inspect").click(trial=True)
