"""A learner who does not pass is told why and when to go on, and gets there."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

A_DAY = timedelta(hours=24)  # the waiting time of the starter course
ASKED = sum(steps.counts())
BEST = 100 * (ASKED - 1) // ASKED  # per cent, with one question wrong


def test_a_learner_fails_waits_is_granted_an_attempt_and_passes(
    site: RunningSite, any_page: Page, open_page, javascript: bool
) -> None:
    person = steps.Newcomer(time_zone="Asia/Kathmandu")
    steps.arrive(any_page, site, person)
    _everything_wrong(any_page)
    _one_critical_question_wrong(any_page, ZoneInfo(person.time_zone))
    _facilitator_grants_an_attempt(open_page(javascript=javascript), person)
    _everything_right(any_page)


def _everything_wrong(page: Page) -> None:
    """No points: what to look at again, no answers given away, and a new attempt at once."""
    steps.open_quiz(page)
    steps.press(page, "Start the quiz")
    objectives = {question.objective for question in steps.questions(page)}
    steps.answer_all(page, right=False)
    steps.hand_in(page)
    expect(_result(page)).to_contain_text("Not passed yet")
    expect(_result(page)).to_contain_text("Your score is 0%.")
    assert set(_weak(page)) == objectives
    _gives_no_answer_away(page)
    expect(page.get_by_text("You have 2 attempts left.")).to_be_visible()
    page.get_by_role("link", name="Go to a new attempt").click()


def _one_critical_question_wrong(page: Page, zone: ZoneInfo) -> None:
    """Far above the pass mark, and failed all the same; the second fail means waiting."""
    steps.press(page, "Start a new attempt")
    paper = steps.questions(page)
    critical = next(question for question in paper if question.is_critical)
    for question in paper:
        question.answer(right=question is not critical)
    before = datetime.now(UTC)
    steps.hand_in(page)
    expect(_result(page)).to_contain_text(f"Your score is {BEST}%. You need 80%.")
    expect(_result(page)).to_contain_text("Not passed yet")
    expect(_result(page)).to_contain_text("At least one critical question was not fully right.")
    assert _weak(page) == [critical.objective]
    _gives_no_answer_away(page)
    minutes = (datetime.now(UTC) - before) // timedelta(minutes=1) + 2
    moments = [before + A_DAY + timedelta(minutes=extra) for extra in range(minutes)]
    possible = [date_format(moment.astimezone(zone), "DATETIME_FORMAT") for moment in moments]
    found = re.search(r"possible from (.+) \(time zone: (.+)\)", page.inner_text("main"))
    assert found
    assert found[1] in possible
    assert found[2] == zone.key
    page.get_by_role("link", name="Back to the quiz page").click()
    expect(page.get_by_text("The next attempt is possible from")).to_be_visible()
    expect(page.get_by_role("button", name="Start a new attempt")).to_have_count(0)


def _facilitator_grants_an_attempt(page: Page, person: steps.Newcomer) -> None:
    steps.sign_in(page, "facilitator@example.org")
    page.get_by_role("link", name="Go to the learners you support").click()
    # From its first word: the manual of the course is named here too.
    page.get_by_role("link", name=re.compile(f"^{steps.COURSE_TITLE}")).click()
    row = page.get_by_role("row").filter(has_text=person.name).first  # the latest is on top
    expect(row).to_contain_text(f"2 attempts, best score {BEST}%")
    row.get_by_role("link", name="Grant an attempt").click()
    steps.press(page, "Grant an attempt")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_label("Reason").fill("We talked about the rule together.")
    steps.press(page, "Grant an attempt")
    expect(page.get_by_text(f"{person.name} can take the quiz once more.")).to_be_visible()


def _everything_right(page: Page) -> None:
    """The waiting is over; now the answers show."""
    steps.open_quiz(page)
    steps.press(page, "Start a new attempt")
    steps.answer_all(page, right=True)
    steps.hand_in(page)
    expect(_result(page)).to_contain_text("Your score is 100%.")
    expect(page.get_by_text("You chose this. It is right.").first).to_be_visible()


def _result(page: Page) -> Locator:
    return page.get_by_role("main")


def _weak(page: Page) -> list[str]:
    """The codes of the objectives to look at again."""
    expect(page.get_by_role("heading", name="Look at these again")).to_be_visible()
    return page.locator("main .code").all_inner_texts()


def _gives_no_answer_away(page: Page) -> None:
    shown = page.inner_text("main")
    choices = [choice for question in steps.bank().values() for choice in question["choices"]]
    assert not [choice["text"] for choice in choices if choice["feedback"] in shown]
    expect(page.get_by_role("heading", name="Your answers")).to_have_count(0)
