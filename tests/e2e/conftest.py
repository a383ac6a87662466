"""Chromium on the running site: pages of several widths, with and without JavaScript."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.e2e import chromium, quizzes, steps
from tests.e2e.accessibility import DESK, PHONE, without_javascript
from tests.e2e.steps import PATIENCE
from tests.e2e.world import Shown, World
from tests.running_site import RunningSite

# Wagtail slides new blocks open, and a button that moves between press and release loses the click.
NO_SLIDING = (
    "addEventListener('DOMContentLoaded', () => { if (window.jQuery) jQuery.fx.off = true })"
)
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OpenPage = Callable[..., Page]
# What Chromium says of an address that did not answer, where a test cuts the line.
NO_ANSWER = re.compile(
    r"^Failed to load resource: (net::ERR_(INTERNET_DISCONNECTED|FAILED)|.* status of 5\d\d).*"
)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright leaves an event loop running in this thread, and Django then takes every query
    # of a later test in the same process for one made inside a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium.find()
    assert path, "No Chromium here: `make browser` gets one."
    browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, site: RunningSite) -> Iterator[OpenPage]:
    """Opens a page as a new visitor on a device of their own: no cookies, nothing cached.

    The test fails at its end where a page met our content security policy or a script failed.
    """
    contexts, complaints = [], []

    def open_page(
        *, width: int = PHONE, javascript: bool = True, line_breaks: bool = False, **options
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            **{"base_url": site.url, **options},
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(NO_SLIDING)
        contexts.append(context)
        if not javascript:
            without_javascript.add(context)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        if line_breaks:
            context.on("console", lambda said: complaints.append(NO_ANSWER.sub("", said.text)))
        else:
            context.on("console", lambda said: complaints.append(said.text))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not [text for text in complaints if text and is_fault(text)]


def is_fault(text: str) -> bool:
    """Anything but Chromium's notes on what tests ask for on purpose: 4xx, and to wipe a device."""
    notes = ("Failed to load resource: the server responded with a status of 4", "Clear-Site-Data ")
    return not text.startswith(notes)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A phone."""
    return open_page()


@pytest.fixture
def wide_page(open_page: OpenPage) -> Page:
    """A computer."""
    return open_page(width=DESK)


@pytest.fixture
def page_without_js(open_page: OpenPage) -> Page:
    """A phone with JavaScript switched off."""
    return open_page(javascript=False)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """The same test twice."""
    return request.param


@pytest.fixture
def any_page(open_page: OpenPage, javascript: bool) -> Page:
    """A phone with JavaScript, then one without."""
    return open_page(javascript=javascript)


@pytest.fixture(scope="session")
def world(browser: Browser, site: RunningSite) -> World:
    return World(browser, site)


@pytest.fixture
def sit(world: World, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a quiz of the course of quizzes, and starts it, as somebody new."""

    def sit(quiz: str, **options) -> Page:
        page = open_page(**options)
        page.context.add_cookies(world.newcomer()["cookies"])
        page.goto(f"/learn/{quizzes.SLUG}/{quiz}/quiz/")
        steps.press(page, "Start the quiz")
        if options.get("javascript", True):
            page.locator("quiz-attempt:defined").wait_for()
        return page

    return sit


@pytest.fixture
def show(world: World, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page as the person whose page it is, in a language."""

    def show(shown: Shown, *, language: str = "en", **options) -> Page:
        page = open_page(
            storage_state=world.cookies[shown.who],
            extra_http_headers={"Accept-Language": language},
            **options,
        )
        response = page.goto(shown.address.format(language=language, **world.addresses))
        assert response.status == shown.status
        return page

    return show
