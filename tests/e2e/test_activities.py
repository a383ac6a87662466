"""What learners do inside a lesson: by keyboard, by dragging, without JavaScript, on one device."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import axe, in_order
from tests.e2e.world import NOBODY, Shown
from tests.running_site import RunningSite

GUIDE = Shown(NOBODY, "/styleguide/")
CARDS = ("Listen", "Write it down")


def _card(page: Page, text: str) -> Locator:
    return page.locator(".sorting-card", has_text=text)


def _status(page: Page) -> Locator:
    return page.locator(".sorting-status")


def _press(page: Page, button: Locator) -> None:
    button.focus()
    page.keyboard.press("Enter")


def test_cards_are_sorted_by_keyboard_checked_kindly_and_tried_again(
    show: Callable[..., Page],
) -> None:
    page = show(GUIDE)
    _press(page, page.get_by_role("button", name="Check", exact=True))
    expect(_status(page)).to_have_text("Put every card into a group first.")
    for card in CARDS:
        _press(page, _card(page, card).get_by_role("button", name="Later"))
    expect(_status(page)).to_have_text("“Write it down” is now in “Later”.")
    pressed = _card(page, "Write it down").get_by_role("button", name="Later")
    expect(pressed).to_be_focused()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(_status(page)).to_contain_text("Not all cards are where they belong")
    expect(_card(page, "Listen")).to_contain_text("Not quite")
    expect(_card(page, "Listen")).to_contain_text("A child needs this first.")
    expect(_card(page, "Write it down").get_by_text("Right", exact=True)).to_be_visible()
    axe(page, ".sorting")
    page.get_by_role("button", name="Try again").click()
    assert page.locator(".sorting-pile .sorting-card").count() == 1
    _card(page, "Listen").get_by_role("button", name="At once").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(_status(page)).to_have_text("Every card is where it belongs.")


def test_cards_are_dragged(show: Callable[..., Page]) -> None:
    page = show(GUIDE)
    group = page.locator(".sorting-group", has_text="At once").first
    _card(page, "Listen").drag_to(group)
    expect(group.locator(".sorting-card")).to_contain_text("Listen")


def test_each_thing_to_press_is_large_enough_to_touch(show: Callable[..., Page]) -> None:
    page = show(GUIDE)
    targets = page.locator(".sorting-board button:visible, .flash-card summary, .media-facts a")
    assert targets.count() > 4
    for target in targets.all():
        assert target.bounding_box()["height"] >= 44


def test_without_javascript_each_card_opens_to_its_group(show: Callable[..., Page]) -> None:
    page = show(GUIDE, javascript=False)
    page.locator(".sorting summary", has_text="Listen").click()
    expect(page.get_by_text("A child needs this first.")).to_be_visible()
    expect(page.locator(".sorting-board")).to_have_count(0)
    expect(page.get_by_text("Think about it, or write it on paper.")).to_be_visible()
    expect(page.locator(".reflection textarea")).to_be_hidden()


def test_what_a_learner_writes_stays_until_they_delete_it_or_sign_out(
    page: Page, site: RunningSite
) -> None:
    steps.arrive(page, site, steps.Newcomer())
    lesson = f"/learn/{steps.COURSE}/first-day-and-you/"
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(lesson)
    _pad(page).fill("Somebody I trust.")
    page.reload()
    expect(_pad(page)).to_have_value("Somebody I trust.")
    page.get_by_role("button", name="Delete what I wrote").click()
    expect(page.locator(".reflection-status")).to_have_text("Deleted from this device.")
    page.reload()
    expect(_pad(page)).to_have_value("")
    _pad(page).fill("Somebody I trust.")
    page.evaluate("localStorage.setItem('another', '1')")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage)") == ["another"]
    assert not any("trust" in data for data in sent)


def test_what_a_learner_wrote_goes_where_their_session_has_ended(
    page: Page, site: RunningSite
) -> None:
    steps.arrive(page, site, steps.Newcomer())
    page.goto(f"/learn/{steps.COURSE}/first-day-and-you/")
    _pad(page).fill("Somebody I trust.")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_where_the_device_is_full_it_says_that_nothing_is_kept(
    page: Page, site: RunningSite
) -> None:
    steps.arrive(page, site, steps.Newcomer())
    page.goto(f"/learn/{steps.COURSE}/first-day-and-you/")
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException() })")
    _pad(page).fill("Somebody I trust.")
    _pad(page).blur()
    expect(page.locator(".reflection-status")).to_have_text(
        "This could not be kept on this device."
    )


def _pad(page: Page) -> Locator:
    return page.locator(".reflection textarea")


def test_the_blocks_are_in_order_from_right_to_left_too(show: Callable[..., Page]) -> None:
    page = show(GUIDE, language="ar-xb")
    for part in (".sorting", ".flash-cards", ".dialogue", ".reflection", ".film", ".block-table"):
        in_order(page, part)
