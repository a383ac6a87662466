"""My data, by hand: everything is there, it can be taken along, and the end can be taken back."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import axe


def test_look_take_along_ask_to_be_erased_and_take_it_back(any_page: Page, site):
    page = any_page
    newcomer = steps.Newcomer()
    steps.arrive(page, site, newcomer)
    page.goto("/my-learning/")
    page.get_by_role("link", name="See your data, download it, or be erased").click()
    expect(page.get_by_role("heading", name="Courses you take or took")).to_be_visible()
    expect(page.get_by_text(newcomer.email).first).to_be_visible()
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download it for a computer (JSON)").click()
    found = json.loads(Path(waiting.value.path()).read_text())
    assert newcomer.email in str(found["held"])
    page.get_by_role("link", name="What goes, what stays, and how to ask").click()
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Confirm")
    axe(page)
    steps.press(page, "Erase me")
    expect(page.get_by_text("You will be erased on")).to_be_visible()
    axe(page)
    page.goto("/my-learning/")
    steps.press(page, "Keep my account and my record")
    expect(page.get_by_text("Nothing is erased.")).to_be_visible()
