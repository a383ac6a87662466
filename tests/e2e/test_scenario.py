"""A story that branches: one step at a time, by links alone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.world import Shown

MARKET = Shown("learner", f"/learn/{steps.COURSE}/the-market/")


def test_a_learner_decides_meets_the_consequences_and_starts_again(
    show: Callable[..., Page], javascript: bool
) -> None:
    page = show(MARKET, javascript=javascript)
    page.get_by_text("Show this part").click()
    expect(_step(page)).to_contain_text("The beginning")
    decisions = 0
    while _choices(page).count():
        _decides(page)
        decisions += 1
    assert decisions > 1
    expect(_step(page)).to_contain_text("ending")
    _step(page).get_by_role("link", name="Start again").click()
    expect(_step(page)).to_contain_text("The beginning")


def _decides(page: Page) -> None:
    """Take the first choice; think again once; go on."""
    before, text = _step(page).inner_text(), _choices(page).first.inner_text()
    _choices(page).first.click()
    expect(_step(page)).to_contain_text("Your choice")
    expect(_step(page)).to_contain_text(text)
    _step(page).get_by_role("link", name="Choose otherwise").click()
    expect(_step(page)).to_have_text(before, use_inner_text=True)
    _choices(page).first.click()
    _step(page).get_by_role("link", name="Go on").click()
    expect(_step(page)).not_to_contain_text("Your choice")


def _step(page: Page) -> Locator:
    """The one step that shows; more than one fail."""
    return page.locator(".scenario-step:visible")


def _choices(page: Page) -> Locator:
    return _step(page).get_by_role("listitem").get_by_role("link")
