"""A bad line, a closed page, a second tab: an answer once given is never lost."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.e2e import answering, steps
from tests.e2e.answering import question, status
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

Sit = Callable[..., Page]
SAVING = re.compile(r"/attempts/[^/]+/save/$")
GIVE_UP = 20_000  # milliseconds, twice what the page waits for an answer of the server
SIGNED_OUT = (
    "Not saved yet: you are signed out. Sign in in another tab, then come back to this one."
)


def choose(page: Page, text: str) -> None:
    """In the first question, of one choice."""
    question(page, "single_choice").get_by_label(text, exact=True).check()


def chosen(page: Page) -> str:
    return question(page, "single_choice").locator("label:has(:checked)").inner_text()


def kept(page: Page) -> list[str]:
    """What of ours is on the device."""
    return page.evaluate("Object.keys(localStorage)")


def nothing_waits(page: Page) -> None:
    deadline = time.monotonic() + steps.PATIENCE / 1000
    while True:
        with suppress(Error):  # the page is just loaded again
            if not kept(page):
                return
        assert time.monotonic() < deadline, "Something still waits."
        page.wait_for_timeout(50)


def waits(page: Page, kind: str) -> None:
    expect(status(question(page, kind))).to_have_text(answering.WAITS, timeout=GIVE_UP)


def hang(_route: Route) -> None:
    """Neither an answer nor an error."""


def fail(route: Route) -> None:
    route.fulfill(status=500)


@pytest.mark.parametrize("fault", ["offline", "hangs", "500"])
def test_answers_wait_and_arrive_when_the_line_is_back(sit: Sit, fault: str) -> None:
    page = sit("by-machine", line_breaks=True)
    _break(page, fault)
    choose(page, "Report")
    answering.answer(page, "short_text")
    answering.order(question(page, "ordering"))
    for kind in ("single_choice", "short_text", "ordering"):
        waits(page, kind)
    given = answering.answers(page)
    saved = _saved(page)
    _mend(page, fault)
    for kind in ("single_choice", "short_text", "ordering"):
        expect(status(question(page, kind))).to_have_text(answering.SAVED, timeout=GIVE_UP)
    assert kept(page) == []
    assert [entry["slot"] for entry in saved] == [1, 7, 5]
    page.reload()
    assert answering.answers(page) == given


def _break(page: Page, fault: str) -> None:
    if fault == "offline":
        page.context.set_offline(True)
    else:
        page.route(SAVING, hang if fault == "hangs" else fail)


def _mend(page: Page, fault: str) -> None:
    if fault == "offline":
        page.context.set_offline(False)
    else:
        page.unroute(SAVING)


def _saved(page: Page) -> list[dict]:
    """The answers that the server keeps from now on, in the order in which they come."""
    found: list[dict] = []

    def note(response) -> None:
        if SAVING.search(response.url) and response.ok:
            found.append(json.loads(response.request.post_data))

    page.on("response", note)
    return found


@pytest.mark.parametrize("opened", ["the attempt", "another page", "the check"])
def test_what_waited_when_the_page_was_closed_arrives_later(sit: Sit, opened: str) -> None:
    page = sit("by-machine", line_breaks=True)
    address, context = page.url, page.context
    _lose_the_line(page)
    given = answering.answers(page)
    page.close()
    context.set_offline(False)
    later = context.new_page()
    saved = _saved(later)
    addresses = {
        "the attempt": address,
        "another page": "/worried/",
        "the check": f"{address}check/",
    }
    later.goto(addresses[opened])
    nothing_waits(later)
    # The browser may have sent some as the page went; the rest comes once, the oldest first.
    slots = [entry["slot"] for entry in saved]
    assert slots in ([1, 7], [7], [])
    if opened == "the check":
        expect(later.get_by_text("7 questions have no answer yet.")).to_be_visible()
    later.goto(address)
    assert answering.answers(later) == given
    answering.is_saved(later, "short_text")


def _lose_the_line(page: Page) -> None:
    page.context.set_offline(True)
    choose(page, "Report")
    answering.answer(page, "short_text")
    waits(page, "single_choice")


def test_what_is_being_written_when_the_page_goes_is_kept(sit: Sit) -> None:
    page = sit("every-type")
    address = page.url
    question(page, "free_text").get_by_role("textbox").press_sequentially("Proof is not need")
    page.goto("/my-learning/")
    nothing_waits(page)
    page.goto(address)
    field = question(page, "free_text").get_by_role("textbox")
    expect(field).to_have_value("Proof is not need")
    field.press_sequentially("ed.")
    context = page.context
    page.close()  # a crash: nothing is told to the page
    again = context.new_page()
    again.goto(address)
    field = question(again, "free_text").get_by_role("textbox")
    expect(field).to_have_value("ed.Proof is not need")  # the caret stood at the start
    answering.is_saved(again, "free_text")


def test_two_tabs_of_an_attempt_agree(sit: Sit) -> None:
    first = sit("by-machine")
    second = first.context.new_page()
    second.goto(first.url)
    choose(first, "Report")
    expect(question(second, "single_choice").get_by_label("Report")).to_be_checked()
    answering.is_saved(second, "single_choice")
    choose(second, "Investigate")
    expect(question(first, "single_choice").get_by_label("Investigate")).to_be_checked()
    answering.order(question(second, "ordering"))
    answering.is_saved(first, "ordering")
    assert answering.lines(question(first, "ordering")) == answering.lines(
        question(second, "ordering")
    )
    second.reload()
    assert answering.answers(first) == answering.answers(second)


@pytest.mark.parametrize("is_late", [False, True], ids=["in order", "the older one arrives last"])
def test_of_two_devices_the_newest_answer_wins(
    sit: Sit, browser, site: RunningSite, is_late: bool
) -> None:
    """The older one waits for a line, or the newer one does."""
    phone = sit("by-machine", line_breaks=True)
    other = browser.new_context(base_url=site.url, storage_state=phone.context.storage_state())
    laptop = other.new_page()
    laptop.goto(phone.url)
    older, newer = (phone, laptop) if is_late else (laptop, phone)
    phone.context.set_offline(True)
    choose(older, "Investigate")
    if not is_late:
        answering.is_saved(older, "single_choice")
    phone.wait_for_timeout(50)
    choose(newer, "Report")
    waits(phone, "single_choice")
    if is_late:
        answering.is_saved(newer, "single_choice")
    phone.context.set_offline(False)
    answering.is_saved(phone, "single_choice")
    assert chosen(phone) == "Report"
    laptop.reload()
    assert chosen(laptop) == "Report"
    other.close()


def test_an_answer_given_by_a_slow_clock_counts(sit: Sit) -> None:
    """A device whose clock is an hour slow, on a page that is older than another's answer."""
    page = sit("by-machine")
    slow = page.context.new_page()
    slow.clock.install(time=page.evaluate("Date.now()") / 1000 - 3600)
    slow.goto(page.url)
    slow.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    page.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    choose(page, "Investigate")
    answering.is_saved(page, "single_choice")
    choose(slow, "Report")
    slow.clock.run_for(1000)
    answering.is_saved(slow, "single_choice")
    page.reload()
    assert chosen(page) == "Report"


def test_nothing_is_sent_to_the_check_before_it_is_saved(sit: Sit) -> None:
    page = sit("by-machine", line_breaks=True)
    address = page.url
    page.context.set_offline(True)
    choose(page, "Report")
    waits(page, "single_choice")
    steps.press(page, "Check and hand in")
    expect(page.locator(".attempt-status")).to_contain_text("This needs a connection.")
    expect(page).to_have_url(address)
    page.context.set_offline(False)
    steps.press(page, "Check and hand in")
    expect(page.get_by_text("8 questions have no answer yet.")).to_be_visible()


def test_leaving_never_hands_in(sit: Sit) -> None:
    page = sit("by-machine")
    address = page.url
    posted: list[str] = []
    page.context.on("request", lambda r: r.method == "POST" and posted.append(r.url))
    choose(page, "Report")
    answering.is_saved(page, "single_choice")
    page.get_by_role("link", name="Every kind of question").click()
    page.go_back()
    expect(question(page, "single_choice").get_by_label("Report")).to_be_checked()
    page.go_back()
    context = page.context
    page.close(run_before_unload=True)
    again = context.new_page()
    again.goto(address)
    expect(again).to_have_url(address)
    assert chosen(again) == "Report"
    assert not [url for url in posted if url.endswith("/submit/")]


def test_an_answer_outlives_the_session_it_was_given_in(sit: Sit) -> None:
    """Signed out by time, signed in again in another tab: the page goes on where it was."""
    page = sit("by-machine")
    before = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies([one for one in before if one["name"] == "csrftoken"])
    choose(page, "Report")
    expect(status(question(page, "single_choice"))).to_have_text(SIGNED_OUT)
    page.context.clear_cookies()  # signing in gives a new token
    page.context.add_cookies([one for one in before if one["name"] == "sessionid"])
    page.context.new_page().goto("/my-learning/")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    answering.is_saved(page, "single_choice")
    steps.press(page, "Check and hand in")
    expect(page.get_by_text("8 questions have no answer yet.")).to_be_visible()


def test_what_is_answered_before_the_script_has_come_is_saved(sit: Sit) -> None:
    page = sit("by-machine")
    held: list[Route] = []
    page.route("**/quiz-attempt*.js", lambda route: held.append(route))
    page.reload(wait_until="domcontentloaded")
    choose(page, "Report")
    answering.answer(page, "matching")
    answering.answer(page, "number")
    expect(status(question(page, "number"))).to_have_text("Not answered yet")
    for route in held:
        route.continue_()
    for kind in ("single_choice", "matching", "number"):
        answering.is_saved(page, kind)
    given = answering.answers(page)
    page.reload()
    assert answering.answers(page) == given
