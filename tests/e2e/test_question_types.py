"""Every type of question: answered by keyboard, by mouse, without JavaScript; nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import answering, probes, steps
from tests.e2e.accessibility import DESK, PHONE
from tests.e2e.pages import PAGES
from tests.factories.questions import BODIES

pytestmark = pytest.mark.timeout(300)

Sit = Callable[..., Page]
TARGET = 24  # px, WCAG 2.5.8


def test_every_type_is_answered_by_keyboard_saved_and_fully_right(
    sit: Sit, javascript: bool
) -> None:
    page = sit("by-machine", javascript=javascript)
    for kind in answering.MACHINE:
        answering.answer(page, kind, javascript=javascript)
        if javascript:
            page.keyboard.press("Tab")  # away from what was typed
            answering.is_saved(page, kind)
    given = answering.answers(page)
    if not javascript:
        with page.expect_navigation():
            steps.press(page, "Save my answers")
    page.reload()
    assert answering.answers(page) == given
    assert len(given) == 19
    for kind in answering.MACHINE:
        answering.is_saved(page, kind)
    steps.hand_in(page)
    expect(page.get_by_text("Your score is 100%.")).to_be_visible()


def test_free_text_is_saved_while_it_is_written_and_waits_for_a_person(sit: Sit) -> None:
    page = sit("every-type")
    answering.answer(page, "free_text")
    answering.is_saved(page, "free_text")  # after a pause, with the focus still in it
    expect(answering.question(page, "free_text").get_by_role("textbox")).to_be_focused()
    page.reload()
    field = answering.question(page, "free_text").get_by_role("textbox")
    expect(field).to_have_value(answering.WRITTEN)
    steps.hand_in(page)
    expect(page.get_by_text("Handed in", exact=True)).to_be_visible()


def test_the_focus_stays_on_a_line_that_is_moved_to_either_end(sit: Sit) -> None:
    page = sit("by-machine")
    asked = answering.question(page, "ordering")
    text = answering.lines(asked)[1]
    line = asked.locator(".order li", has_text=text)
    for way, moves in (("up", 1), ("down", 3), ("up", 3)):
        line.get_by_role("button", name=f"Move “{text}” {way}").focus()
        for _ in range(moves):
            page.keyboard.press("Enter")
            expect(line.get_by_role("button").and_(page.locator(":focus"))).to_be_visible()
    expect(asked.locator("ordering-list [role=status]")).to_have_text(
        f"“{text}” is now number 1 of 4."
    )


def test_an_order_that_is_right_already_is_an_answer_once_it_is_said(sit: Sit) -> None:
    page = sit("by-machine")
    asked = answering.question(page, "ordering")
    shown = answering.lines(asked)
    asked.get_by_role("button", name="This is my order").focus()
    page.keyboard.press("Enter")
    answering.is_saved(page, "ordering")
    expect(asked.locator(":focus")).to_have_count(1)
    page.reload()
    assert answering.lines(answering.question(page, "ordering")) == shown
    answering.is_saved(page, "ordering")


def test_lines_are_put_in_order_by_dragging(sit: Sit) -> None:
    page = sit("by-machine", width=DESK)
    asked = answering.question(page, "ordering")
    texts = [item["text"] for item in BODIES["ordering"]["items"]]
    for place, text in enumerate(texts):
        if answering.lines(asked)[place] != text:
            upper_edge = {"x": 40, "y": 4}
            line = asked.locator(".order li", has_text=text)
            line.drag_to(asked.locator(".order li").nth(place), target_position=upper_edge)
    assert answering.lines(asked) == texts
    answering.is_saved(page, "ordering")
    page.reload()
    assert answering.lines(answering.question(page, "ordering")) == texts


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_whatever_is_touched_is_large_enough(
    show: Callable[..., Page], width: int, javascript: bool
) -> None:
    page = show(PAGES["assessment:attempt, every type"], width=width, javascript=javascript)
    assert page.evaluate(probes.SMALL_TARGETS, probes.CONTROLS) == []
    touched = page.locator("quiz-attempt").locator(
        "label.choice, select:visible, button:visible, input[type=text], textarea, summary"
    )
    assert touched.count() > 30
    for target in touched.all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= TARGET, target.inner_html()
