"""What WCAG 2.2 asks and axe cannot see, on the pages that people work with."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import probes, steps
from tests.e2e.accessibility import DESK, NARROW, PHONE, nothing_overflows
from tests.e2e.pages import COURSE, PAGES, Show
from tests.e2e.world import Shown
from tests.running_site import RunningSite

WORKED_WITH = (
    "catalogue",
    "course",
    "learning:course_home",
    "learning:item",
    "learning:item, a scenario",
    "learning:item, a template",
    "learning:template",
    "assessment:attempt",
    "assessment:attempt, every type",
    "assessment:result",
    "assessment:result, all right",
    "account_login",
    "account_signup",
    "learning:enrol",
    "home:my_learning",
    "certificates:find",
    "certificates:verify",
    "reports:offering",
    "home:styleguide",  # every block
)
HELP = ["leave in aside", "worried in aside", "header", "main", "footer", "worried in footer"]
SIZES = ({"width": PHONE, "height": 640}, {"width": DESK, "height": 800})


@pytest.fixture
def show(show: Show) -> Show:
    """With every element at work: what is measured must not change meanwhile."""

    def shown(*arguments, **options) -> Page:
        page = show(*arguments, **options)
        if options.get("javascript", True):
            expect(page.locator(":not(:defined)")).to_have_count(0)
        return page

    return shown


@pytest.fixture(params=WORKED_WITH)
def shown(request: pytest.FixtureRequest) -> Shown:
    return PAGES[request.param]


@pytest.mark.parametrize("size", SIZES, ids=["phone", "computer"])
def test_the_focus_is_seen_and_never_covered(shown: Shown, size: dict, show: Show) -> None:
    """2.4.7 and 2.4.11."""
    page = show(shown, reduced_motion="reduce")
    page.set_viewport_size(size)
    met = list(probes.stops(page))
    assert len(met) > 5
    assert [stop["html"] for stop in met if not stop["shows"]] == []
    assert [stop["html"] for stop in met if not stop["seen"]] == []


def test_a_target_is_large_enough_to_be_hit(shown: Shown, show: Show) -> None:
    """2.5.8."""
    page = show(shown, reduced_motion="reduce")
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.evaluate(probes.SMALL_TARGETS, probes.CONTROLS) == []


def test_wider_spacing_cuts_nothing_off(shown: Shown, javascript: bool, show: Show) -> None:
    """1.4.12, and with it 1.4.10 at 320 px; of the plain page, and with its elements."""
    page = show(shown, javascript=javascript)
    page.evaluate(probes.SPACE_OUT)
    for width in (NARROW, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        nothing_overflows(page)
        assert page.evaluate(probes.CUT_OFF) == []


def test_help_is_in_the_same_places(shown: Shown, show: Show) -> None:
    """3.2.6: the way out and where to turn come first; the latter comes last again."""
    assert show(shown).evaluate(probes.HELP) == HELP


@pytest.mark.parametrize("size", SIZES, ids=["phone", "computer"])
def test_the_way_out_is_where_it_was(size: dict, show: Show) -> None:
    """3.2.6: a hand finds it without looking, signed in or not."""
    pages = [show(PAGES[name]) for name in ("home", "learning:item", "assessment:attempt")]
    for page in pages:
        page.set_viewport_size(size)
    places = [page.locator(".quick-exit").bounding_box() for page in pages]
    assert places == [places[0]] * len(places)


def test_nothing_moves_for_who_wants_no_motion(shown: Shown, show: Show) -> None:
    page = show(shown, reduced_motion="reduce")
    assert page.evaluate(probes.MOVING) == []


def test_controls_keep_their_edges_in_forced_colours(shown: Shown, show: Show) -> None:
    page = show(shown, forced_colors="active")
    assert page.evaluate(probes.WITHOUT_EDGE) == []


def test_a_name_given_once_is_not_asked_again(show: Show) -> None:
    """3.3.7: who takes the course again finds the form filled in."""
    page = show(Shown("expired", COURSE + "enrol/"))
    expect(page.get_by_label("Given name")).to_have_value("Amara")
    expect(page.get_by_label("Family name")).to_have_value("Diallo")
    expect(page.get_by_label("Your time zone")).to_have_value("Africa/Nairobi")


def test_a_mistake_does_not_make_one_type_it_all_again(page: Page) -> None:
    """3.3.7: the address stands there still; only the password is asked again."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill("learner@example.org")
    page.get_by_label("Password").fill("not the password")
    steps.press(page, "Sign in")
    login = page.get_by_label("E-mail address or user name")
    expect(login).to_have_value("learner@example.org")


def test_a_password_manager_fills_in_every_form(page: Page) -> None:
    """3.3.8: fields say what they take, and take what is pasted."""
    for address, field, takes in (
        ("login", "E-mail address or user name", "username|email"),
        ("login", "Password", "current-password"),
        ("signup", "E-mail address", "username|email"),
        ("signup", "Password", "new-password"),
        ("login/code", "E-mail address", "username|email"),
    ):
        page.goto(f"/accounts/{address}/")
        place = page.get_by_label(field)
        expect(place).to_have_attribute("autocomplete", re.compile(takes))
        _paste(place, "pasted@example.org")


def test_one_signs_in_by_pasting_a_code(site: RunningSite, page: Page) -> None:
    """3.3.8: nothing to remember, nothing to copy by hand, no riddle."""
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill("reviewer@example.org")
    page.get_by_role("main").get_by_role("button").first.click()
    letter = site.last_email_to("reviewer@example.org", containing="sign-in code")
    code = page.get_by_label("Code")
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    _paste(code, steps.code_in(letter))
    code.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def _paste(place: Locator, text: str) -> None:
    """As a person does, by the keyboard."""
    page = place.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    place.fill("")
    place.press("Control+V")
    expect(place).to_have_value(text)
