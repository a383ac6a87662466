"""The browser tests' own tools see what they are there to see."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import probes
from tests.e2e.accessibility import axe, nothing_overflows
from tests.e2e.conftest import is_fault
from tests.running_site import RunningSite

# By script: a style in the HTML would be refused.
BADLY_MADE = """() => {
  const bare = { all: "unset", display: "inline-block", width: "10px", height: "10px" };
  for (const number of [1, 2]) {
    const button = document.createElement("button");
    Object.assign(button.style, bare);
    document.querySelector("main").append(button);
  }
  const words = document.createElement("p");
  words.textContent = "far too many words for so small a place";
  const small = { width: "50px", height: "20px", overflow: "hidden", transition: "all 2s" };
  Object.assign(words.style, small);
  document.querySelector("main").append(words);
}"""


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


def test_the_probes_find_what_they_are_for(page: Page) -> None:
    """A small target beside another, words cut off, an edge that is gone, something that moves."""
    page.goto("/worried/")
    page.evaluate(BADLY_MADE)
    small = page.evaluate(probes.SMALL_TARGETS, probes.CONTROLS)
    assert [target.split(":")[0] for target in small] == ["10 × 10", "10 × 10"]
    assert len(page.evaluate(probes.CUT_OFF)) == 1
    assert page.evaluate(probes.MOVING)
    page.emulate_media(forced_colors="active")
    assert len(page.evaluate(probes.WITHOUT_EDGE)) == 2


def test_a_covered_focus_is_found(page: Page) -> None:
    page.goto("/worried/")
    page.evaluate("""() => {
      const cover = document.createElement("div");
      Object.assign(cover.style, { position: "fixed", inset: "0", zIndex: "1000" });
      document.body.append(cover);
    }""")
    assert not any(stop["seen"] for stop in probes.stops(page))
