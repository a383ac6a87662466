"""Leaving costs nothing: the same paper and the same answers wait, on whatever device."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import DESK
from tests.running_site import RunningSite

pytestmark = pytest.mark.timeout(300)

ASKED = sum(steps.counts())
HALF = ASKED // 2


def test_a_quiz_goes_on_where_it_was_left_on_another_device(
    site: RunningSite, any_page: Page, open_page, javascript: bool
) -> None:
    person = steps.Newcomer()
    steps.arrive(any_page, site, person)
    left = _answer_half_and_leave(any_page, saves_by_itself=javascript)

    computer = open_page(width=DESK, javascript=javascript)
    steps.sign_in(computer, person.email)
    steps.open_quiz(computer)
    expect(computer.get_by_text("Started, not handed in")).to_be_visible()
    computer.get_by_role("link", name="Go on with your attempt").click()
    assert _as_shown(computer) == left
    _both_pages_agree(computer, computer.context.new_page(), saves_by_itself=javascript)


def _answer_half_and_leave(page: Page, *, saves_by_itself: bool) -> list[tuple]:
    """Close the page in the middle; what it showed."""
    steps.open_quiz(page)
    steps.press(page, "Start the quiz")
    for place, question in enumerate(steps.questions(page)[:HALF]):
        question.answer(right=bool(place % 2))
        if saves_by_itself:
            question.is_saved()
    if not saves_by_itself:
        steps.press(page, "Save my answers")
        expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    shown = _as_shown(page)
    assert [bool(chosen) for *_paper, chosen in shown] == [True] * HALF + [False] * (ASKED - HALF)
    page.close()
    return shown


def _as_shown(page: Page) -> list[tuple]:
    """The paper in its order with the choices in theirs, and what is chosen."""
    return [(asked.prompt, asked.choices, asked.chosen) for asked in steps.questions(page)]


def _both_pages_agree(first: Page, second: Page, *, saves_by_itself: bool) -> None:
    """Two pages of one attempt: one tells the other, or an outdated one overwrites nothing."""
    second.goto(first.url)
    changed = steps.questions(first)[0]
    changed.answer(right=True)
    if saves_by_itself:
        changed.is_saved()
    else:
        steps.press(first, "Save my answers")
    steps.questions(second)[HALF].answer(right=True)
    steps.press(second, "Save my answers")
    kept = second.get_by_text("Answered on another page in the meantime, and kept as there: 1.")
    saved = second.get_by_text("Your answers are saved.")
    expect(saved if saves_by_itself else kept).to_be_visible()
    first.reload()
    agreed = _as_shown(first)
    assert agreed == _as_shown(second)
    assert sum(bool(chosen) for *_paper, chosen in agreed) == HALF + 1
    prompt, _order, chosen = agreed[0]
    assert set(chosen) == set(steps.choices(prompt, right=True))
