"""Every page: accessible, in English and from right to left; a page that is not listed fails."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import translation
from playwright.sync_api import Page, expect

from lms.pseudo import CODE
from tests.e2e import steps
from tests.e2e.accessibility import DESK, PHONE, in_order
from tests.e2e.pseudo import untranslated
from tests.e2e.world import NOBODY, Shown
from tests.test_access import STEPS_OF_A_FLOW, WAGTAIL_PAGES, our_patterns

Show = Callable[..., Page]
COURSE = f"/learn/{steps.COURSE}/"
# Our own part of a page of Wagtail's admin; the rest is Wagtail's.
OURS_IN_ADMIN = "#main .nice-padding, #main form, #main dl, #main .listing"


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
    "learning:course_home, to take again": Shown("expired", COURSE),
    "learning:item": Shown("learner", COURSE + "why-special-protection/"),
    "learning:item, a scenario": Shown("learner", COURSE + "the-market/"),
    "learning:item, done": Shown("graduate", COURSE + "first-day-and-you/"),
    "assessment:quiz": Shown("learner", COURSE + "final-quiz/quiz/"),
    "assessment:quiz, waiting": Shown("waiting", COURSE + "final-quiz/quiz/"),
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
    "certificates:verify, expired": Shown(NOBODY, "{verify_expired}"),
    "certificates:verify, revoked": Shown(NOBODY, "{verify_revoked}"),
    "certificates:verify, replaced": Shown(NOBODY, "{verify_replaced}"),
    "certificates:verify, protected": Shown(NOBODY, "{verify_protected}"),
    "certificates:pdf, of a revoked one": Shown("revoked", "{no_pdf}", 404),
    "home:my_learning, revoked": Shown("revoked", "/my-learning/"),
    "reports:offering, who may need help": Shown("facilitator", "{offering}?show=stuck"),
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
    "account_set_password",
}
# Answers to what goes wrong; shown below an address of the site, with its headers.
FAULTS = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "429.html",
    "500.html",
    "certificates/too_many.html",
)
ADMIN_PAGES = {
    "release": Shown("author", "{release}"),
    "certificates": Shown("registrar", "/admin/certificates/"),
    "certificate": Shown("registrar", "{certificate}"),
    "revoke": Shown("registrar", "{certificate}revoke/"),
    "replace": Shown("registrar", "{certificate}replace/"),
}


@pytest.fixture(params=["en", CODE])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_site(name: str, show: Show, language: str) -> None:
    page = show(PAGES[name], language=language)
    assert page.locator("html").get_attribute("lang") == language
    in_order(page)
    _offers_help(page)


@pytest.mark.parametrize("template", FAULTS)
def test_a_page_that_only_a_fault_shows(template: str, show: Show, language: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string(template, request=request)
    page = show(Shown(NOBODY, "/worried/"), language=language)
    page.route("**/worried/", lambda route: route.fulfill(response=route.fetch(), body=html))
    page.reload()
    expect(page.get_by_role("heading", name="Worried")).to_have_count(0)
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
    expect(page.locator("body > aside").get_by_role("link")).to_be_in_viewport()
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
