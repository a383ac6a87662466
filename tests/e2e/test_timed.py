"""A quiz against the clock: said politely, led to the check, never handed in by itself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import answering, steps
from tests.e2e.accessibility import axe
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

Sit = Callable[..., Page]
MINUTES = 240  # of the quiz in tests/e2e/quizzes.py
# Moves the end of an attempt so many seconds from now.
MOVE = """
from datetime import timedelta
from django.utils import timezone
from courses.models import Attempt
moved = timezone.now() + timedelta(seconds={seconds})
Attempt.objects.filter(uuid="{attempt}").update(deadline_at=moved)
"""


def said(page: Page) -> Locator:
    return page.locator("quiz-timer").get_by_role("status")


def end_in(site: RunningSite, attempt: str, seconds: int) -> None:
    uuid = attempt.rstrip("/").split("/")[-1]
    code = MOVE.format(seconds=seconds, attempt=uuid)
    site.manage("shell", "--no-imports", "-c", code)


def test_the_end_is_announced_and_leads_to_the_check(sit: Sit) -> None:
    page = sit("timed")
    page.clock.install()
    page.reload()
    page.locator("quiz-timer:defined").wait_for()
    expect(page.locator("quiz-timer")).to_contain_text("You have until")
    expect(said(page)).to_have_text("")
    page.clock.fast_forward((MINUTES - 6) * 60_000)
    expect(said(page)).to_have_text("")
    page.clock.fast_forward("01:10")
    expect(said(page)).to_have_text("5 minutes are left.")
    axe(page, "quiz-timer")
    page.clock.fast_forward("04:00")
    expect(said(page)).to_have_text("1 minute is left. What is saved then counts.")
    answering.answer(page, "number")
    page.clock.fast_forward("01:00")
    expect(page).to_have_url(re.compile("/check/$"))
    expect(page.get_by_text("8 questions have no answer yet.")).to_be_visible()


def test_an_end_that_is_weeks_away_is_not_now(sit: Sit, site: RunningSite) -> None:
    page = sit("timed")
    address = page.url
    end_in(site, address, seconds=40 * 24 * 3600)
    page.reload()
    page.locator("quiz-timer:defined").wait_for()
    page.wait_for_timeout(2500)
    expect(page).to_have_url(address)
    expect(said(page)).to_have_text("")


def test_when_the_time_is_up_what_was_saved_counts(
    sit: Sit, site: RunningSite, javascript: bool
) -> None:
    page = sit("timed", javascript=javascript)
    address = page.url
    for kind in answering.MACHINE[:3]:
        answering.answer(page, kind, javascript=javascript)
        if javascript:
            answering.is_saved(page, kind)
    if not javascript:
        steps.press(page, "Save my answers")
    end_in(site, address, seconds=-3)
    page.goto(address)  # within the grace, which is for what is on its way
    expect(page.get_by_text("The time is up.")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the questions")).to_have_count(0)
    end_in(site, address, seconds=-120)
    page.goto(address)
    steps.press(page, "Hand in now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your result")
    expect(page.get_by_text("The time was up: what was saved by then was counted.")).to_be_visible()
    expect(page.get_by_text("Your score is 33%.")).to_be_visible()


def test_an_answer_after_the_time_is_refused_in_words(sit: Sit, site: RunningSite) -> None:
    page = sit("timed")
    end_in(site, page.url, seconds=-120)
    answering.answer(page, "single_choice")
    status = answering.status(answering.question(page, "single_choice"))
    expect(status).to_have_text("This attempt was already handed in, or its time is up.")
