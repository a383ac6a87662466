"""What axe says about the page that is open, and what axe cannot see."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from lms.pseudo import CODE, OPEN
from tests.e2e.pseudo import untranslated

NARROW, PHONE, DESK = 320, 360, 1280  # px wide
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Else axe copies our stylesheets into inline ones, which our policy refuses, loudly. Only its
    # rule about pages locked to one orientation reads them.
    "preload": False,
}
# All that can differ between the light and the dark colours.
OF_COLOUR = {
    **OPTIONS,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
RUN_AXE = "([part, options]) => axe.run(part ?? document, options)"
without_javascript: WeakSet[BrowserContext] = WeakSet()


def axe(page: Page, part: str | None = None, *, is_dark: bool = False) -> None:
    """Fail with each thing that axe finds: rule, element, and how to mend it."""
    with _scriptable(page) as scriptable:
        # Colours on their way from light to dark would be findings too.
        scriptable.emulate_media(
            color_scheme="dark" if is_dark else "light", reduced_motion="reduce"
        )
        if not scriptable.evaluate("'axe' in window"):
            scriptable.evaluate(AXE_SCRIPT)
        violations = scriptable.evaluate(RUN_AXE, [part, OF_COLOUR if is_dark else OPTIONS])[
            "violations"
        ]
    findings = [
        f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    colours = " in the dark" if is_dark else ""
    assert not findings, f"axe on {page.url}{colours}:\n" + "\n".join(findings)


def nothing_overflows(page: Page) -> None:
    """No page scrolls sideways (WCAG 1.4.10 asks this at 320 px and up)."""
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= page.viewport_size["width"], f"{page.url} is {needed} px wide."


def in_order(page: Page, part: str | None = None) -> None:
    """All that is true of every page, or of a part of one, narrow or wide, light or dark."""
    page.wait_for_load_state()
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page, part)
        axe(page, part, is_dark=True)
        nothing_overflows(page)
    page.set_viewport_size({"width": NARROW, "height": 800})
    nothing_overflows(page)
    if page.locator("html").get_attribute("lang") == CODE:
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert OPEN in page.title()
        hard_coded = untranslated(page, part or "body")
        assert not hard_coded, f"{page.url} in the pseudo-language: {hard_coded}"


@contextmanager
def _scriptable(page: Page) -> Iterator[Page]:
    """The page; one without JavaScript, where axe cannot run, as a copy whose scripts are gone."""
    if page.context not in without_javascript:
        yield page
        return
    html = page.content()
    context = page.context.browser.new_context(
        viewport=page.viewport_size, storage_state=page.context.storage_state()
    )
    copy = context.new_page()
    copy.route("**/*.js", lambda route: route.abort())
    copy.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    copy.goto(page.url)
    yield copy
    context.close()
