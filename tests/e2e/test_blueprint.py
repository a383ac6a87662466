"""An author edits the blueprint of a quiz and sees what its rows have and lack."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import editor, steps
from tests.e2e.accessibility import DESK
from tests.running_site import RunningSite, running_site

MODULE = QUIZ = "Final quiz"
BANK = "Child protection in peacekeeping"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A site of its own: Wagtail saves what is typed."""
    folder = tmp_path_factory.mktemp("blueprint")
    with running_site(folder, os.environ.get("DATABASE_URL")) as running:
        yield running


def open_quiz(page: Page) -> Locator:
    steps.sign_in(page, "author@example.org")
    steps.explore(page, "Courses", steps.COURSE_TITLE, MODULE)
    page.get_by_role("table").get_by_role("link", name=QUIZ, exact=True).click()
    panel = page.locator("blueprint-supply")
    expect(panel.get_by_role("status")).to_have_text("A learner gets 30 questions.")
    return panel


def test_the_numbers_follow_what_is_typed(open_page) -> None:
    page = open_page(width=DESK)
    panel = open_quiz(page)
    rows = panel.get_by_role("listitem")
    before = rows.count()
    first = page.get_by_role("region", name=re.compile("^Draw from a bank")).first
    expect(rows.first).to_contain_text("this row draws 2.")

    editor.fill(first, "How many", "40")
    expect(rows.first).to_contain_text(re.compile(r"this row draws 40\.\s+It lacks \d+\."))
    expect(panel.get_by_role("status")).to_contain_text("A learner gets 68 questions.")
    expect(panel.get_by_role("status")).to_contain_text("lacking")
    editor.fill(first, "How many", "2")
    expect(panel.get_by_role("status")).to_have_text("A learner gets 30 questions.")

    row = editor.insert(page, editor.part(page, "Blueprint"), "Draw from a bank")
    expect(rows).to_have_count(before + 1)
    expect(rows.last).to_contain_text("Nothing is chosen here yet.")
    editor.choose(page, row, "question bank", BANK)
    editor.fill(row, "Objective", "1.1")
    editor.fill(row, "How many", "1")
    expect(rows.last).to_contain_text("this row draws 1.")
    expect(panel).to_contain_text("2 rows share the")

    row.get_by_role("button", name="Delete").first.click()
    expect(rows).to_have_count(before)
    expect(panel.get_by_role("status")).to_have_text("A learner gets 30 questions.")
    expect(panel.get_by_text("could not be counted")).to_be_hidden()
