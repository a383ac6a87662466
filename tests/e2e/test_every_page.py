"""Every page: accessible, in English and from right to left; a page that is not listed fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from lms.pseudo import CODE, OPEN
from tests.e2e import steps
from tests.e2e.accessibility import axe, nothing_overflows
from tests.e2e.conftest import DESK, PATIENCE, PHONE, OpenPage
from tests.e2e.pseudo import untranslated
from tests.running_site import RunningSite
from tests.test_access import STEPS_OF_A_FLOW, WAGTAIL_PAGES, our_patterns

NOBODY = None
COURSE = f"/learn/{steps.COURSE}/"
# Our own part of a page of Wagtail's admin; the rest is Wagtail's.
OURS_IN_ADMIN = "#main .nice-padding, #main form, #main dl, #main .listing"


@dataclass(frozen=True)
class Shown:
    """Who opens a page and where: ``{language}`` and what the world holds are filled in."""

    who: str | None
    address: str
    status: int = 200


PAGES = {
    "home": Shown(NOBODY, "/{language}/"),
    "catalogue": Shown(NOBODY, "/{language}/courses/"),
    "catalogue without result": Shown(NOBODY, "/{language}/courses/?q=zzzzz"),
    "course": Shown(NOBODY, "/{language}/courses/" + steps.COURSE + "/"),
    "course, for who learns it": Shown("learner", "/{language}/courses/" + steps.COURSE + "/"),
    "no such page": Shown(NOBODY, "/no-such-page/", 404),
    "home:worried": Shown(NOBODY, "/worried/"),
    "home:my_learning": Shown("learner", "/my-learning/"),
    "home:my_learning, done": Shown("graduate", "/my-learning/"),
    "home:my_learning, empty": Shown("author", "/my-learning/"),
    "learning:enrol": Shown("author", COURSE + "enrol/"),
    "learning:course_home": Shown("learner", COURSE),
    "learning:course_home, done": Shown("graduate", COURSE),
    "learning:item": Shown("learner", COURSE + "why-special-protection/"),
    "learning:item, a scenario": Shown("learner", COURSE + "the-market/"),
    "learning:item, done": Shown("graduate", COURSE + "first-response/"),
    "assessment:quiz": Shown("learner", COURSE + "final-quiz/quiz/"),
    "assessment:attempt": Shown("learner", "{attempt}"),
    "assessment:check": Shown("learner", "{attempt}check/"),
    "assessment:result": Shown("learner", "{failed}"),
    "assessment:result, passed": Shown("graduate", "{passed}"),
    "reports:offerings": Shown("facilitator", "/facilitate/"),
    "reports:offering": Shown("facilitator", "{offering}"),
    "reports:grant": Shown("facilitator", "{grant}"),
    "certificates:find": Shown(NOBODY, "/verify/"),
    "certificates:find, nothing typed": Shown(NOBODY, "/verify/?code="),
    "certificates:verify": Shown(NOBODY, "{verify}"),
    "certificates:verify, unknown": Shown(NOBODY, "/verify/0000-0000-0000/", 404),
    "account_login": Shown(NOBODY, "/accounts/login/"),
    "account_signup": Shown(NOBODY, "/accounts/signup/"),
    "account_reset_password": Shown(NOBODY, "/accounts/password/reset/"),
    "account_request_login_code": Shown(NOBODY, "/accounts/login/code/"),
    "account_inactive": Shown(NOBODY, "/accounts/inactive/"),
    "account_email": Shown("learner", "/accounts/email/"),
    "account_change_password": Shown("learner", "/accounts/password/change/"),
    "account_reauthenticate": Shown("learner", "/accounts/reauthenticate/"),
    "account_logout": Shown("learner", "/accounts/logout/"),
}
# Nothing to look at: JSON, a file, or an address that only takes a form and leads elsewhere.
NO_PAGES = {
    "home:healthz",
    "learning:mark_done",
    "assessment:start",
    "assessment:save",
    "assessment:submit",
    "reports:remind",
    "certificates:verify_json",
    "certificates:pdf",
    "account_set_password",
}
# Answers to what goes wrong; shown below an address of the site, with its headers.
FAULTS = ("403.html", "403_csrf.html", "429.html", "500.html", "certificates/too_many.html")
ADMIN_PAGES = {
    "release": Shown("author", "{release}"),
    "certificates": Shown("registrar", "/admin/certificates/"),
    "certificate": Shown("registrar", "{certificate}"),
    "revoke": Shown("registrar", "{certificate}revoke/"),
    "replace": Shown("registrar", "{certificate}replace/"),
}


class World:
    """People signed in once, and the addresses that their pages have."""

    def __init__(self, browser: Browser, site: RunningSite) -> None:
        self._browser, self._site = browser, site
        self.cookies: dict[str | None, dict | None] = {NOBODY: None}
        self.addresses: dict[str, str] = {}
        for name in ("learner", "graduate", "facilitator", "author", "registrar"):
            with self._page_of(name) as page:
                getattr(self, f"_{name}")(page)

    @contextmanager
    def _page_of(self, name: str) -> Iterator[Page]:
        context = self._browser.new_context(base_url=self._site.url)
        context.set_default_timeout(PATIENCE)
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
        steps.questions(page)[0].answer(right=True)
        self.addresses["attempt"] = page.url

    def _graduate(self, page: Page) -> None:
        self.addresses["verify"] = _target(page.get_by_role("link", name="See how others verify"))
        steps.open_quiz(page)
        self.addresses["passed"] = _target(page.get_by_role("link", name="See the result"))

    def _facilitator(self, page: Page) -> None:
        page.goto("/facilitate/")
        page.get_by_role("main").get_by_role("link").first.click()
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


@pytest.fixture(scope="module")
def world(browser: Browser, site: RunningSite) -> World:
    return World(browser, site)


@pytest.fixture(params=["en", CODE])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def show(world: World, open_page: OpenPage, language: str) -> Callable[[Shown], Page]:
    def show(shown: Shown) -> Page:
        page = open_page(
            storage_state=world.cookies[shown.who],
            extra_http_headers={"Accept-Language": language},
        )
        response = page.goto(shown.address.format(language=language, **world.addresses))
        assert response.status == shown.status
        return page

    return show


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site(name: str, show, language: str) -> None:
    page = show(PAGES[name])
    if PAGES[name].address.startswith("/{language}/"):
        expect(page).to_have_url(f"**/{language}/**")
    _is_in_order(page, language)
    _offers_help(page)


@pytest.mark.parametrize("template", FAULTS)
def test_a_page_that_only_a_fault_shows(template: str, show, language: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string(template, request=request)
    page = show(Shown(NOBODY, "/worried/"))
    page.route("**/worried/", lambda route: route.fulfill(response=route.fetch(), body=html))
    page.reload()
    expect(page.get_by_role("heading", name="Worried")).to_have_count(0)
    _is_in_order(page, language)


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_our_part_of_a_page_in_the_admin(name: str, show, language: str) -> None:
    page = show(ADMIN_PAGES[name])
    _is_in_order(page, language, part=OURS_IN_ADMIN)


def test_every_page_is_listed() -> None:
    names = {name for name, _pattern in our_patterns(get_resolver())}
    listed = {name.split(",")[0] for name in PAGES}
    assert names - listed == NO_PAGES | STEPS_OF_A_FLOW | WAGTAIL_PAGES


def _is_in_order(page: Page, language: str, part: str | None = None) -> None:
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page, part)
        nothing_overflows(page)
    if language == CODE:
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert OPEN in page.title()
        assert untranslated(page, part or "body") == []


def _offers_help(page: Page) -> None:
    """Wherever somebody is: the way out, and where to turn, in the same places."""
    expect(page.locator("body > aside").get_by_role("link")).to_be_in_viewport()
    expect(page.locator("footer").get_by_role("link", name="Worried about someone?")).to_be_visible()
