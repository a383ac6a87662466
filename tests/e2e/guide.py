"""The numbered steps of docs/authors.md, as a test follows them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.running_site import ROOT, RunningSite

GUIDE = ROOT / "docs/authors.md"
NUMBER = re.compile(r"(\d+)\. ")
ACTOR = re.compile(r"\*\*(Author|Reviewer|Learner)\.\*\*")
PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")
VALUE = re.compile(r"\*\*([^*]+)\*\*: “([^”]*)”")
BULLET = "- **"
Values = list[tuple[str, str]]
Look = Callable[[Page, str], None]


@dataclass
class Step:
    """What one is told to do; ``values``: what one is told to type, by the field it goes into."""

    text: str
    values: Values
    picture: str | None

    @property
    def actor(self) -> str | None:
        """Who does this and what follows; None for who did the last step."""
        found = ACTOR.match(self.text)
        return found[1] if found else None


@dataclass
class Walk:
    """A walk through the guide: the browser of whoever is at work, and how a new one is opened."""

    site: RunningSite
    open_browser: Callable[[], Page]
    pages: dict[str, Page] = field(default_factory=dict)
    actor: str = ""

    @property
    def page(self) -> Page:
        if self.actor not in self.pages:
            self.pages[self.actor] = self.open_browser()
        return self.pages[self.actor]


Do = Callable[[Walk, Values], None]


def step(text: str) -> Callable[[Do], Do]:
    """Binds a function to the step of the guide that says exactly this."""

    def bind(do: Do) -> Do:
        DOINGS[_one_line(text)] = do
        return do

    return bind


DOINGS: dict[str, Do] = {}


def steps() -> list[Step]:
    """In the order of the guide, which must number them from 1 without a gap."""
    blocks: list[list[str]] = []
    for line in GUIDE.read_text().splitlines():
        if number := NUMBER.match(line):
            assert int(number[1]) == len(blocks) + 1, line
            blocks.append([line[number.end() :]])
        elif blocks and line.startswith("#"):
            blocks[-1].append("")
        elif blocks and (line.startswith("   ") or not line):
            blocks[-1].append(line.strip())
    return [_step(lines) for lines in blocks]


def follow(walk: Walk, look: Look = lambda page, picture: None) -> None:
    """Do every step as who does it; ``look`` is called where the guide shows a picture."""
    for one in steps():
        walk.actor = one.actor or walk.actor
        DOINGS[one.text](walk, one.values)
        if one.picture:
            look(walk.page, one.picture)


def _step(lines: list[str]) -> Step:
    """Instructions on one line, without the bullets of values and without the picture."""
    told, bullets, picture, in_bullet = [], [], None, False
    for line in lines:
        if found := PICTURE.match(line):
            picture = found[1]
        elif line.startswith(BULLET):
            in_bullet = True
            bullets.append(line)
        elif in_bullet and line:
            bullets[-1] += f" {line}"
        else:
            in_bullet = False
            told.append(line)
    values = [pair for bullet in bullets for pair in VALUE.findall(bullet)]
    return Step(_one_line(" ".join(told)), values, picture)


def _one_line(text: str) -> str:
    return " ".join(text.split())
