"""A starter course as its files have it, in a language: titles, lessons, and what is right.

What a walk expects and answers comes from here, not from the site under test.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape
from pathlib import Path
from typing import Any

import yaml

from tests.running_site import ROOT

STARTERS = ROOT / "courses/starter"
Block = dict[str, Any]


def bare(text: str) -> str:
    """Without tags and white space: how a text of the files is found on a page."""
    return re.sub(r"<[^>]+>|\s", "", unescape(text))


def first_line(text: str) -> str:
    """Of a rich text, its first paragraph, without the tags."""
    paragraph = text.strip().removeprefix("<p>").split("</p>")[0]
    return unescape(re.sub(r"<[^>]+>", "", paragraph))


@dataclass(frozen=True)
class Item:
    """A lesson or a quiz."""

    kind: str
    title: str
    slug: str
    required: bool
    body: list[dict[str, Block]]

    def blocks(self) -> Iterator[tuple[str, Block]]:
        """Also those that a content note folds away."""
        for name, value in (pair for block in self.body for pair in block.items()):
            if name == "content_note":
                yield from ((n, v) for block in value["body"] for n, v in block.items())
            else:
                yield name, value


@dataclass(frozen=True)
class Course:
    slug: str
    locale: str
    folder: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Title, certificate and the rest of course.yaml."""
        return yaml.safe_load((self.folder / "course.yaml").read_text())

    @cached_property
    def items(self) -> list[Item]:
        files = sorted(self.folder.glob("modules/*/*.yaml"))
        found = [yaml.safe_load(file.read_text()) for file in files if file.name != "module.yaml"]
        names = ("kind", "title", "slug", "required")
        return [Item(*(one[name] for name in names), one.get("body", [])) for one in found]

    @property
    def lessons(self) -> list[Item]:
        return [item for item in self.items if item.kind == "lesson"]

    @property
    def pre_test(self) -> Item:
        return next(item for item in self.items if item.kind == "quiz" and not item.required)

    @property
    def final(self) -> Item:
        return next(item for item in self.items if item.kind == "quiz" and item.required)

    @cached_property
    def questions(self) -> dict[str, Block]:
        """What the quizzes draw, by the bare prompt."""
        return {bare(question["prompt"]): question for question in self._bank(self.slug)}

    def practice(self, key: str) -> Block:
        """What a knowledge check asks; the key as a lesson names it: bank/question."""
        bank, name = key.split("/")
        return next(question for question in self._bank(bank) if question["key"] == name)

    @cache  # noqa: B019 (as many as there are courses and languages)
    def _bank(self, slug: str) -> list[Block]:
        return yaml.safe_load((self.folder / f"banks/{slug}.yaml").read_text())["questions"]


@cache
def course_of(slug: str, locale: str = "en") -> Course:
    """English is the source; each other language has a folder like it."""
    folder = STARTERS / slug
    return Course(slug, locale, folder if locale == "en" else folder / "translations" / locale)
