"""An author edits the blueprint of a quiz and sees what its rows have and lack."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import editor, steps
from tests.e2e.accessibility import DESK
from tests.running_site import RunningSite, running_site

MODULE = QUIZ = "Final quiz"
BANK = "Child protection in peacekeeping"
COUNTS = steps.counts()
MANY = 40  # more than any bank has for a row


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path | None) -> Iterator[RunningSite]:
    """A site of its own: Wagtail saves what is typed."""
    folder = tmp_path_factory.mktemp("blueprint")
    with running_site(folder, os.environ.get("DATABASE_URL"), copied=demo) as running:
        yield running


def open_quiz(page: Page) -> Locator:
    steps.sign_in(page, "author@example.org")
    steps.explore(page, "Courses", steps.COURSE_TITLE, MODULE)
    page.get_by_role("table").get_by_role("link", name=QUIZ, exact=True).click()
    panel = page.locator("blueprint-supply")
    expect(panel.get_by_role("status")).to_have_text(_gets(sum(COUNTS)))
    return panel


def _gets(number: int) -> str:
    return f"A learner gets {number} questions."


def test_the_numbers_follow_what_is_typed(open_page) -> None:
    page = open_page(width=DESK)
    panel = open_quiz(page)
    rows = panel.get_by_role("listitem")
    before = rows.count()
    first = page.get_by_role("region", name=re.compile("^Draw from a bank")).first
    expect(rows.first).to_contain_text(f"this row draws {COUNTS[0]}.")

    editor.fill(first, "How many", str(MANY))
    expect(rows.first).to_contain_text(re.compile(rf"this row draws {MANY}\.\s+It lacks \d+\."))
    expect(panel.get_by_role("status")).to_contain_text(_gets(sum(COUNTS) - COUNTS[0] + MANY))
    expect(panel.get_by_role("status")).to_contain_text("lacking")
    editor.fill(first, "How many", str(COUNTS[0]))
    expect(panel.get_by_role("status")).to_have_text(_gets(sum(COUNTS)))

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
    expect(panel.get_by_role("status")).to_have_text(_gets(sum(COUNTS)))
    expect(panel.get_by_text("could not be counted")).to_be_hidden()
