"""Every page: accessible, in English and from right to left; a page that is not listed fails."""

import pytest
from django.urls import get_resolver
from playwright.sync_api import Page, expect

from lms.pseudo import CODE
from tests.e2e.accessibility import DESK, PHONE, in_order
from tests.e2e.admin_pages import ADMIN_PAGES
from tests.e2e.faults import FAULTS, show_fault
from tests.e2e.pages import NO_PAGES, PAGES, Show
from tests.e2e.pseudo import untranslated
from tests.test_access import STEPS_OF_A_FLOW, WAGTAIL_PAGES, our_patterns

# Our own part of a page of Wagtail's admin; the rest is Wagtail's.
OURS_IN_ADMIN = "#main .nice-padding, #main form, #main dl, #main .listing"


@pytest.fixture(params=["en", CODE])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site(name: str, show: Show, language: str) -> None:
    page = show(PAGES[name], language=language)
    assert page.locator("html").get_attribute("lang") == language
    in_order(page)
    _offers_help(page)


@pytest.mark.django_db  # made in this process: its foot asks for the pages of text
@pytest.mark.parametrize("template", FAULTS)
def test_a_page_that_only_a_fault_shows(template: str, show: Show, language: str) -> None:
    page = show_fault(template, show, language)
    in_order(page)


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_our_part_of_a_page_in_the_admin(name: str, show: Show, language: str) -> None:
    page = show(ADMIN_PAGES[name], language=language)
    in_order(page, OURS_IN_ADMIN)


def test_every_page_is_listed() -> None:
    names = {name for name, _pattern in our_patterns(get_resolver())}
    listed = {name.split(",")[0] for name in PAGES}
    assert names - listed == NO_PAGES | STEPS_OF_A_FLOW | WAGTAIL_PAGES


def _offers_help(page: Page) -> None:
    """Wherever somebody is: the way out, and where to turn, in the same places."""
    for name in ("Leave this site", "Worried about someone?"):
        link = page.locator("body > aside").get_by_role("link", name=name)
        expect(link).to_be_in_viewport(ratio=1)
    expect(
        page.locator("footer").get_by_role("link", name="Worried about someone?")
    ).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_layout_mirrors(width: int, show: Show) -> None:
    """What is near the start or the end of a line is as near to it from right to left."""
    pages = [show(PAGES["course"], language=language, width=width) for language in ("en", CODE)]
    beside = (".site-nav",) if width == DESK else ()  # on a phone it stands below the name
    for place in (".site-name", ".quick-exit", ".enrol-panel .button", *beside):
        before, after = (_distances(page, place) for page in pages)
        same = [abs(one - other) < 2 for one, other in zip(before, after, strict=True)]
        assert any(same), f"{place}: {before} in English, {after} from right to left"


def _distances(page: Page, place: str) -> tuple[float, float]:
    """From the start and from the end of the line."""
    box, width = page.locator(place).first.bounding_box(), page.viewport_size["width"]
    left, right = box["x"], width - box["x"] - box["width"]
    is_mirrored = page.locator("html").get_attribute("dir") == "rtl"
    return (right, left) if is_mirrored else (left, right)


def test_hard_coded_text_is_found(show: Show) -> None:
    page = show(PAGES["home:worried"], language=CODE)
    page.evaluate("document.querySelector('main').append('Hard-coded')")
    page.evaluate("document.querySelector('main').setAttribute('aria-label', 'Hidden')")
    assert untranslated(page) == ["Hard-coded", "Hidden"]
