"""How a learner answers each type of question fully right, with the keyboard alone.

What is right comes from tests/factories/questions.py.
"""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from courses.questions.types import TYPES
from tests.e2e.quizzes import WRITTEN
from tests.factories.questions import BODIES, BY_MACHINE

SAVED = "Answered and saved"
WAITS = "Not saved yet: it waits on this device, and we keep trying."
MACHINE = [kind for kind in TYPES if kind in BY_MACHINE]
TYPED = {"short_text": "focal point of my unit", "number": "216 months", "free_text": WRITTEN}
# What a form would send, in the order of the page, without what is empty.
ANSWERS = """() => [...new FormData(document.querySelector("quiz-attempt form"))]
  .filter(([name, value]) => name.startsWith("answer-") && value)
  .map((pair) => pair.join(" = "))
  .sort()"""


def question(page: Page, kind: str) -> Locator:
    """The question of this type on the page that is open."""
    place = list(TYPES) if page.title().startswith("Every type") else MACHINE
    return page.locator(f"#q-{place.index(kind) + 1}")


def status(asked: Locator) -> Locator:
    return asked.locator(".answer-status")


def is_saved(page: Page, kind: str) -> None:
    expect(status(question(page, kind))).to_have_text(SAVED)


def answers(page: Page) -> list[str]:
    return page.evaluate(ANSWERS)


def answer(page: Page, kind: str, *, javascript: bool = True) -> None:
    asked = question(page, kind)
    if kind == "ordering":
        order(asked) if javascript else number_the_lines(asked)
    else:
        BY_KIND[kind](asked, kind)


def order(asked: Locator) -> None:
    """Line after line with its button; the focus stays on the line."""
    texts = [item["text"] for item in BODIES["ordering"]["items"]]
    for place, text in enumerate(texts):
        while lines(asked)[place] != text:
            button = asked.get_by_role("button", name=f"Move “{text}” up")
            button.focus()
            asked.page.keyboard.press("Enter")
            expect(asked.locator(".order li", has_text=text).locator(":focus")).to_have_count(1)
    assert lines(asked) == texts


def lines(asked: Locator) -> list[str]:
    return asked.locator(".order-text").all_inner_texts()


def number_the_lines(asked: Locator) -> None:
    for place, item in enumerate(BODIES["ordering"]["items"], start=1):
        asked.get_by_label(f"Place of “{item['text']}”").focus()
        asked.page.keyboard.type(str(place))


def _radio(asked: Locator, kind: str) -> None:
    right = next(c["text"] for c in BODIES[kind]["choices"] if c["correct"])
    _choose(asked, right)


def _choose(group: Locator, text: str) -> None:
    """With the arrow keys, from the first of a group of radio buttons."""
    group.get_by_role("radio").first.focus()
    group.page.keyboard.press("Space")
    for _ in range(group.get_by_role("radio").count()):
        if group.get_by_label(text, exact=True).is_checked():
            return
        group.page.keyboard.press("ArrowDown")
    raise AssertionError(f"“{text}” cannot be reached with the arrow keys.")


def _boxes(asked: Locator, kind: str) -> None:
    for choice in BODIES[kind]["choices"]:
        if choice["correct"]:
            asked.get_by_label(choice["text"], exact=True).focus()
            asked.page.keyboard.press("Space")


def _pairs(asked: Locator, kind: str) -> None:
    for pair in BODIES[kind]["pairs"]:
        asked.get_by_label(pair["text"], exact=True).focus()
        asked.page.keyboard.type(pair["answer"])


def _cards(asked: Locator, kind: str) -> None:
    for group in BODIES[kind]["groups"]:
        for card in group["cards"]:
            _choose(asked.get_by_role("group", name=card["text"], exact=True), group["text"])


def _type(asked: Locator, kind: str) -> None:
    asked.get_by_role("textbox").focus()
    asked.page.keyboard.type(TYPED[kind])


def _gaps(asked: Locator, kind: str) -> None:
    for gap, text in enumerate(("listen to", "24", "focal point"), start=1):
        asked.get_by_label(f"Gap {gap}").focus()
        asked.page.keyboard.type(text)


BY_KIND: dict[str, Callable[[Locator, str], None]] = {
    "single_choice": _radio,
    "multiple_choice": _boxes,
    "true_false": _radio,
    "matching": _pairs,
    "categorise": _cards,
    "short_text": _type,
    "number": _type,
    "cloze": _gaps,
    "free_text": _type,
}
