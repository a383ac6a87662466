"""An author changes a course while people learn: what reaches whom, and when."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import editor, steps
from tests.e2e.accessibility import DESK
from tests.running_site import RunningSite, running_site

pytestmark = pytest.mark.timeout(400)

MODULE = "Module 6: If a child tells you"
EDITED, RETIRED = "Report at once and write it down", "The right channel, and few people"
REQUIRED = [item["title"] for item in steps.items() if item.get("required", True)]
DONE = REQUIRED[: len(REQUIRED) // 2]  # by the learner of the demo
OLD_HEADING, NEW_HEADING = "Where the note lives", "Where the note is kept"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path | None) -> Iterator[RunningSite]:
    """A site of its own: these tests change the course."""
    folder = tmp_path_factory.mktemp("author")
    with running_site(folder, os.environ.get("DATABASE_URL"), copied=demo) as running:
        yield running


def test_corrections_are_live_minor_releases_move_and_material_ones_wait(
    site: RunningSite, open_page
) -> None:
    author, reviewer = open_page(width=DESK), open_page(width=DESK)
    steps.sign_in(author, "author@example.org")
    steps.sign_in(reviewer, "reviewer@example.org")
    learner = open_page(), open_page(javascript=False)
    for page in learner:
        steps.sign_in(page, "learner@example.org")
    half_way = _seen_by(learner)
    assert half_way.done == DONE
    assert half_way.progress == _percent(len(REQUIRED))

    _edit(author, EDITED, tick="Required", heading=NEW_HEADING)
    assert _reads(learner) == OLD_HEADING
    _approve(reviewer, EDITED)
    assert _reads(learner) == NEW_HEADING
    assert _seen_by(learner) == half_way

    _release(author, difference="Rules or description changed")
    after_minor = _seen_by(learner)
    assert after_minor.done == half_way.done
    assert after_minor.optional == [*half_way.optional, EDITED]
    assert after_minor.progress == _percent(len(REQUIRED) - 1)

    _edit(author, RETIRED, tick="Retired")
    _approve(reviewer, RETIRED)
    finish_by = date.today() + timedelta(days=14)  # noqa: DTZ011 (the site's own day)
    _release(author, difference="Removed", finish_by=finish_by)
    assert _seen_by(learner) == after_minor
    newcomer = open_page()
    steps.arrive(newcomer, site, steps.Newcomer())
    assert RETIRED not in _seen_by([newcomer]).titles

    _teach_outs_end(site, finish_by)
    assert _seen_by(learner) == after_minor
    _teach_outs_end(site, finish_by + timedelta(days=1))
    moved = _seen_by(learner)
    assert moved.done == half_way.done
    assert RETIRED not in moved.titles
    assert moved.progress == _percent(len(REQUIRED) - 2)


def _percent(required: int) -> int:
    """How far somebody is who has done that half."""
    return 100 * len(DONE) // required


def test_the_preview_shows_a_lesson_while_it_is_edited(open_page) -> None:
    page = open_page(width=DESK)
    steps.sign_in(page, "author@example.org")
    steps.explore(page, "Courses", steps.COURSE_TITLE, MODULE)
    page.get_by_role("link", name="First response, step by step", exact=True).click()
    page.get_by_role("button", name="Toggle preview").click()
    preview = editor.preview(page)
    expect(preview.get_by_role("heading", level=1)).to_have_text("First response, step by step")


def _edit(page: Page, lesson: str, *, tick: str, heading: str | None = None) -> None:
    """Change a tick, and a heading where asked, and submit the lesson for review."""
    steps.explore(page, "Courses", steps.COURSE_TITLE, MODULE)
    page.get_by_role("link", name=lesson, exact=True).click()
    if heading:
        page.get_by_role("region", name=OLD_HEADING).get_by_role("textbox").fill(heading)
    page.get_by_role("tab", name="Outline and content note").click()
    page.get_by_role("checkbox", name=tick).click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Course review").click()
    expect(page.get_by_text("has been submitted for moderation")).to_be_visible()


def _approve(page: Page, lesson: str) -> None:
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=lesson).first.click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish", exact=True).click()
    expect(page.get_by_text("has been updated")).to_be_visible()


def _release(page: Page, *, difference: str, finish_by: date | None = None) -> None:
    """Minor; material where there is a date to finish by."""
    steps.open_release(page)
    expect(page.get_by_role("main")).to_contain_text(difference)
    expect(page.get_by_role("main")).to_contain_text("people are in the middle of this course")
    if finish_by:
        page.get_by_label("Material").check()
        page.get_by_label("Until when").fill(finish_by.isoformat())
    page.get_by_role("button", name="Release this course").click()
    expect(page.get_by_text("Released: edition")).to_be_visible()


@dataclass(frozen=True)
class CourseHome:
    progress: int
    titles: list[str]
    done: list[str]
    optional: list[str]


def _seen_by(pages: Iterable[Page]) -> CourseHome:
    """The course home of a learner, which must be the same on each of the pages."""
    seen = [_course_home(page) for page in pages]
    assert all(other == seen[0] for other in seen)
    return seen[0]


def _course_home(page: Page) -> CourseHome:
    page.goto(f"/learn/{steps.COURSE}/")
    items = page.locator(".outline-item")
    done = items.filter(has=page.get_by_text("Done", exact=True))
    optional = items.filter(has=page.get_by_text("Optional"))
    shown = int(page.get_by_role("main").get_by_role("progressbar").get_attribute("value"))
    titles = [part.get_by_role("link").all_inner_texts() for part in (items, done, optional)]
    return CourseHome(shown, *titles)


def _reads(pages: Iterable[Page]) -> str:
    """Which of the two headings stands in the lesson; the same on each of the pages."""
    found = set()
    for page in pages:
        page.goto(f"/learn/{steps.COURSE}/write-it-down/")
        headings = page.get_by_role("heading").all_inner_texts()
        found |= {OLD_HEADING, NEW_HEADING} & set(headings)
    (heading,) = found
    return heading


def _teach_outs_end(site: RunningSite, today: date) -> None:
    """What run_due does on that day."""
    site.manage(
        "shell",
        "--command",
        "import datetime; from courses.learning.services import end_teach_outs; "
        f"end_teach_outs(today=datetime.date.fromisoformat('{today}'))",
    )
