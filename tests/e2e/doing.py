"""The one thing to do in a lesson, as its files describe it: done right, or wrong first."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.course_files import Block, Course, Item, bare, first_line

Say = Callable[[str], str]
Doing = Callable[[Locator, Block, "Doer"], None]


class Doer:
    """Somebody in a lesson that is open; ``say`` gives an English string in their language."""

    def __init__(self, page: Page, course: Course, say: Say) -> None:
        self.page, self.course, self.say = page, course, say
        self.done: set[str] = set()

    def do(self, lesson: Item) -> None:
        """What kind of thing was not done before, once; everything folded is opened first."""
        self._unfold()
        for name, value in lesson.blocks():
            kind = self._kind(name, value)
            if name in WAYS and kind not in self.done:
                self.done.add(kind)
                WAYS[name](self._place(name, value), value, self)

    def _kind(self, name: str, value: Block) -> str:
        """A knowledge check with choices is one thing, one with pairs another."""
        if name != "knowledge_check":
            return name
        return f"{name} {self.course.practice(value['question'])['type']}"

    def _unfold(self) -> None:
        """The parts behind a content note."""
        for summary in self.page.locator("details[data-folded] > summary").all():
            summary.click()

    def _place(self, name: str, value: Block) -> Locator:
        if name == "knowledge_check":
            text = first_line(self.course.practice(value["question"])["prompt"])
        else:
            text = value["title"] if "title" in value else value["prompt"].strip()
        return self.page.locator(f".block.{name.replace('_', '-')}").filter(has_text=text).first


def _check(block: Locator, value: Block, doer: Doer) -> None:
    """A wrong choice says why it is, the right one that it is; pairs open to their key."""
    question = doer.course.practice(value["question"])
    if "choices" not in question:
        block.get_by_text(doer.say("See the answer")).click()
        expect(block.get_by_text(question["pairs"][0]["text"], exact=True)).to_be_visible()
        return
    for is_right, verdict in ((False, "Not quite"), (True, "Right")):
        choice = next(c for c in question["choices"] if c["correct"] == is_right)
        text = block.page.get_by_text(choice["text"], exact=True)
        opened = block.locator("details").filter(has=text)
        opened.locator("summary").click()
        expect(opened.get_by_text(doer.say(verdict), exact=True)).to_be_visible()
        expect(opened).to_contain_text(choice["feedback"])


def _sort(block: Locator, value: Block, doer: Doer) -> None:
    """All in the first group, which is not all right; then each where it belongs."""
    status = block.locator(".sorting-status")
    for number, card in enumerate(value["cards"]):
        _put(block, card, 1 if number else _wrong(card, value))
    block.get_by_role("button", name=doer.say("Check"), exact=True).click()
    some = "Not all cards are where they belong yet. Read what stands on them, then try again."
    expect(status).to_have_text(doer.say(some))
    block.get_by_role("button", name=doer.say("Try again")).click()
    for card in value["cards"]:
        _put(block, card, card["group"])
    block.get_by_role("button", name=doer.say("Check"), exact=True).click()
    expect(status).to_have_text(doer.say("Every card is where it belongs."))


def _wrong(card: Block, value: Block) -> int:
    return next(n for n in range(1, len(value["groups"]) + 1) if n != card["group"])


def _put(block: Locator, card: Block, group: int) -> None:
    text = block.page.get_by_text(card["text"], exact=True)
    place = block.locator(".sorting-card").filter(has=text)
    place.locator(f"button[data-group='{group}']").click()


def _decide(block: Locator, value: Block, doer: Doer) -> None:
    """Choose otherwise once, then on to the best ending there is."""
    for number, choice in enumerate(_way(value)):
        expect(_step(block).get_by_text(choice["text"], exact=True)).to_be_visible()
        _step(block).get_by_role("link", name=choice["text"], exact=True).click()
        expect(_step(block)).to_contain_text(doer.say("Your choice"))
        if not number:
            _step(block).get_by_role("link", name=doer.say("Choose otherwise")).click()
            _step(block).get_by_role("link", name=choice["text"], exact=True).click()
        _step(block).get_by_role("link", name=doer.say("Go on")).click()
    expect(_step(block)).to_contain_text(doer.say("A good ending"))
    expect(_step(block).get_by_role("link", name=doer.say("Start again"))).to_be_visible()


def _step(block: Locator) -> Locator:
    """The one step that shows."""
    return block.locator(".scenario-step:visible")


def _way(value: Block) -> list[Block]:
    """The choices that lead to a good ending, as few as can be."""
    nodes = {node["key"]: node for node in value["nodes"]}
    ways: list[list[Block]] = [[]]
    seen = set()
    for way in ways:  # grows while it is read
        here = nodes[way[-1]["goes_to"]] if way else value["nodes"][0]
        if here["ending"] == "good":
            return way
        if here["key"] not in seen:
            seen.add(here["key"])
            ways.extend([*way, choice] for choice in here["choices"])
    raise AssertionError(f"“{value['title']}” has no good ending.")


def _turn(block: Locator, value: Block, doer: Doer) -> None:
    for card in value["cards"]:
        block.get_by_text(card["front"], exact=True).click()
        expect(block.locator("details[open]").last).to_contain_text(card["back"].split("\n")[0])


def _listen(block: Locator, value: Block, doer: Doer) -> None:
    turns = block.locator(".turn-speaker").all_inner_texts()
    assert [bare(text).rstrip(":") for text in turns] == [
        bare(t["speaker"]) for t in value["turns"]
    ]


def _think(block: Locator, value: Block, doer: Doer) -> None:
    """Kept on the device, and deleted again."""
    block.get_by_role("textbox").fill("…")
    block.get_by_role("textbox").press("Tab")
    expect(block.get_by_role("status")).to_have_text(doer.say("Kept on this device."))
    block.get_by_role("button", name=doer.say("Delete what I wrote")).click()
    expect(block.get_by_role("textbox")).to_have_value("")


WAYS: dict[str, Doing] = {
    "knowledge_check": _check,
    "sorting": _sort,
    "scenario": _decide,
    "flash_cards": _turn,
    "dialogue": _listen,
    "reflection": _think,
}
