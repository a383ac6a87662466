"""The browser tests' own tools see what they are there to see."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.accessibility import axe, nothing_overflows
from tests.e2e.conftest import is_fault
from tests.running_site import RunningSite


def test_an_inline_style_breaks_the_content_security_policy(
    browser: Browser, site: RunningSite
) -> None:
    page = browser.new_page(base_url=site.url)  # not ours: that would fail at its end
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/worried/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(200)
    page.close()
    assert [text for text in said if "Content Security Policy" in text and is_fault(text)]


def test_an_address_that_is_not_there_is_no_fault(page: Page) -> None:
    assert page.goto("/no-such-page/").status == 404


@pytest.mark.parametrize("javascript", [True, False])
def test_axe_finds_an_image_without_alternative(open_page, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    page.goto("/worried/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_that_scrolls_sideways_is_found(page: Page) -> None:
    page.goto("/worried/")
    page.evaluate("document.querySelector('main').firstElementChild.style.inlineSize = '900px'")
    with pytest.raises(AssertionError, match="px wide"):
        nothing_overflows(page)


def test_without_javascript_no_script_runs(page_without_js: Page) -> None:
    page_without_js.goto("/worried/")
    page_without_js.set_content("<noscript>plain</noscript>")
    assert page_without_js.get_by_text("plain").is_visible()
