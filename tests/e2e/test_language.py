"""Another language is chosen: that of the site at the foot of any page, that of a course in it."""

from dataclasses import dataclass

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import in_order
from tests.running_site import RunningSite

LANGUAGES = ("es", "fr")  # each that the first course is translated into
TICKED = 3  # lessons


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_translation_of_the_course_is_tried() -> None:
    folders = (steps.STARTER / "translations").iterdir()
    assert sorted(folder.name for folder in folders) == sorted(LANGUAGES)


def test_a_visitor_gets_the_same_page_in_another_language_and_the_next_one_too(
    any_page: Page, language: str
) -> None:
    page = any_page
    page.goto(f"/en/courses/{steps.COURSE}/")
    _choose_at_the_foot(page, language)
    expect(page).to_have_url(f"/{language}/courses/{steps.COURSE}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(_title(language))
    in_order(page)

    page.goto("/worried/?from=here")
    assert _language_of(page) == language
    _choose_at_the_foot(page, "en")
    expect(page).to_have_url("/worried/?from=here")
    expect(page.get_by_role("heading", level=1)).to_have_text("Worried about someone?")


def test_a_learner_takes_the_course_in_another_language_and_keeps_every_tick(
    site: RunningSite, any_page: Page, language: str
) -> None:
    page = any_page
    steps.arrive(page, site, steps.Newcomer())
    for lesson in steps.lessons()[:TICKED]:
        page.goto(f"/learn/{steps.COURSE}/{lesson['slug']}/")
        steps.press(page, "Mark as done and continue")
    page.goto(f"/learn/{steps.COURSE}/")
    before = _course_home(page)
    assert len(before.done) == TICKED

    _choose_at_the_foot(page, language)
    offered = page.locator(".course-language.notice")
    assert _course_home(page) == before  # the site is in another language, the course not yet
    offered.get_by_role("button", name=_name(language), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(_title(language))
    assert _language_of(page) == language
    after = _course_home(page)
    assert (after.progress, after.done) == (before.progress, before.done)
    assert after.titles == [item["title"] for item in steps.items(language)]
    in_order(page)

    _choose_at_the_foot(page, "en")
    offered.get_by_role("button", name=_name("en"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(steps.COURSE_TITLE)
    assert _course_home(page) == before


@dataclass(frozen=True)
class CourseHome:
    progress: str
    done: list[str]
    titles: list[str]


def _course_home(page: Page) -> CourseHome:
    done = page.locator(".outline-item.is-done").get_by_role("link")
    return CourseHome(
        str(page.get_by_role("main").get_by_role("progressbar").get_attribute("value")),
        [str(link.get_attribute("href")) for link in done.all()],
        page.locator(".outline-item").get_by_role("link").all_inner_texts(),
    )


def _choose_at_the_foot(page: Page, language: str) -> None:
    name = _name(language)
    page.get_by_role("contentinfo").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def _language_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


def _name(language: str) -> str:
    """In the language itself."""
    return dict(settings.LANGUAGES)[language]


def _title(language: str) -> str:
    """Of the course, as the files have it."""
    file = steps.STARTER / "translations" / language / "course.yaml"
    return yaml.safe_load(file.read_text())["title"]
