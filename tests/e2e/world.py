"""Signed-in people and the addresses of their pages, for tests that look at page after page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import states, steps
from tests.running_site import RunningSite

NOBODY = None
MAKE_STATES = "from tests.e2e.states import make; make()"


@dataclass(frozen=True)
class Shown:
    """Who opens a page and where: ``{language}`` and what the world holds are filled in."""

    who: str | None
    address: str
    status: int = 200


class World:
    """People signed in once, and the addresses that their pages have."""

    def __init__(self, browser: Browser, site: RunningSite) -> None:
        self._browser, self._site = browser, site
        self.cookies: dict[str | None, dict | None] = {NOBODY: None}
        self.addresses: dict[str, str] = {}
        made = site.manage("shell", "--no-imports", "-c", MAKE_STATES)
        found = json.loads(made.splitlines()[-1])
        self.addresses |= found["addresses"]
        self._sessions = iter(found["sessions"])
        for name in ("learner", "graduate", "facilitator", "author", "registrar"):
            with self._page_of(name) as page:
                getattr(self, f"_{name}")(page)
        for name in states.PEOPLE:
            with self._page_of(name) as page:
                if name in ("confirmed", "secured"):
                    steps.confirm(page)
                if name == "secured":
                    steps.set_up_app(page)

    def newcomer(self) -> dict:
        """The cookies of somebody enrolled in the course of quizzes, who has not begun."""
        session = {"name": "sessionid", "value": next(self._sessions), "url": self._site.url}
        return {"cookies": [session], "origins": []}

    @contextmanager
    def _page_of(self, name: str) -> Iterator[Page]:
        context = self._browser.new_context(base_url=self._site.url)
        context.set_default_timeout(steps.PATIENCE)
        page = context.new_page()
        if name != "learner":
            steps.sign_in(page, f"{name}@example.org")
        yield page
        self.cookies[name] = context.storage_state()
        context.close()

    def _learner(self, page: Page) -> None:
        """Failed once, and sits in the second attempt."""
        steps.arrive(page, self._site, steps.Newcomer())
        steps.open_quiz(page)
        steps.press(page, "Start the quiz")
        steps.hand_in(page)
        self.addresses["failed"] = page.url
        page.get_by_role("link", name="Go to a new attempt").click()
        steps.press(page, "Start a new attempt")
        first = steps.questions(page)[0]
        first.answer(right=True)
        first.is_saved()  # else it waits on the device, which goes on to every page of theirs
        self.addresses["attempt"] = page.url

    def _graduate(self, page: Page) -> None:
        self.addresses["verify"] = _target(page.get_by_role("link", name="See how others verify"))
        self.addresses["pdf"] = _target(page.get_by_role("link", name="Download the certificate"))
        steps.open_quiz(page)
        self.addresses["passed"] = _target(page.get_by_role("link", name="See the result"))

    def _facilitator(self, page: Page) -> None:
        page.goto("/facilitate/")
        page.get_by_role("main").get_by_role("link", name="pre-deployment").click()
        expect(page.get_by_role("table")).to_be_visible()
        self.addresses["offering"] = page.url
        self.addresses["grant"] = _target(page.get_by_role("link", name="Grant an attempt").first)

    def _author(self, page: Page) -> None:
        steps.open_release(page)
        self.addresses["release"] = page.url

    def _registrar(self, page: Page) -> None:
        page.goto("/admin/certificates/")
        link = page.locator("#main .listing tbody").get_by_role("link").first
        self.addresses["certificate"] = _target(link)


def _target(link: Locator) -> str:
    return str(link.get_attribute("href"))
