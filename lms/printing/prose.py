"""HTML to a small tree of blocks, which ``typst/prose.typ`` prints.

It knows HTML and nothing of who wrote it. What no rule is for prints its text: nothing is lost
but controls (buttons, fields) and what is hidden. HTML may say more about paper by ``data-print``:

- ``none``: not on paper
- ``box``: framed, in the tone that ``data-tone`` names
- ``label``, ``lead``, ``small``: a small line that heads a box, a bold one, a quiet one
- ``columns``: what it holds stands side by side; ``group``: stays on one page
- ``pair``: the first thing in it stands beside the rest
- ``lines``: ruled lines to write on, as many as ``data-lines`` says
- ``form``: a table to write in, with room
- ``plain``: a list without marks
- ``choices``: a list with letters and boxes to tick; ``letters``: one with letters
- ``step``: numbered among its siblings; a link to its id says the number

A block is a dict: ``kind``, what belongs to that kind, and ``dir`` where its direction is not
that of the document.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, PageElement

from .elements import (
    INLINE,
    elements,
    holds_only,
    is_in_a_line,
    is_regular,
    is_shown,
    said,
    style_of,
)
from .pictures import picture
from .runs import Line, Run, Style, text_of
from .tables import grid
from .text import is_rtl, replaced

type Block = dict[str, Any]

LOOKS = {**dict.fromkeys(("summary", "dt", "legend", "caption"), "lead"), "figcaption": "small"}
RANKS = {f"h{rank}": rank for rank in range(1, 7)}
WRAPS = {"blockquote": "quote", "figure": "group"}
LISTS = ("boxes", "choices", "letters")
A_THIRD_OF_A_PAGE = 900  # characters


@dataclass(frozen=True)
class Sheet:
    """What the blocks are printed on.

    ``address`` is where the HTML stands on the web; ``name`` tells its steps from those of other
    texts in the document; ``to_step`` says “step 2”; ``content`` gives the bytes of a picture by
    its address, or None; ``known`` are addresses that no note has to give; ``parts`` are those of
    other texts in the document, each with its label there; ``page`` is the word before a number.
    """

    address: str
    name: str
    rtl: bool
    to_step: Callable[[int], str]
    content: Callable[[str], bytes | None]
    known: frozenset[str] = frozenset()
    parts: Mapping[str, str] = field(default_factory=dict)
    page: str = ""


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def blocks(root: Tag, sheet: Sheet) -> list[Block]:
    return _Writer(root, sheet).flow(root, {})


def plain(text: str, *, rtl: bool) -> Block:
    """A paragraph of text that is no HTML, as a title; ``rtl`` is that of the document."""
    line = Line()
    line.add(text, {})
    turn = is_rtl(text, otherwise=rtl)
    block: Block = {"kind": "paragraph", "runs": line.taken()}
    return block if turn == rtl else {**block, "dir": "rtl" if turn else "ltr"}


class _Writer:
    def __init__(self, root: Tag, sheet: Sheet) -> None:
        self.sheet = sheet
        self.steps = _numbered(root)
        self.ranks: list[int] = []

    # --- what stands below one another ----------------------------------------------------------

    def flow(self, parent: Tag, style: Style) -> list[Block]:
        """What an element holds; loose text in it becomes paragraphs."""
        found: list[Block] = []
        line = Line()
        for child in parent.children:
            if is_in_a_line(child):
                self._inline(child, line, style)
            elif isinstance(child, Tag) and is_shown(child):
                found += self._paragraph(line.taken())
                found += self._block(child, style)
        return found + self._paragraph(line.taken())

    def _block(self, tag: Tag, style: Style) -> list[Block]:
        how = str(tag.get("data-print", ""))
        if tag.name in RANKS:
            return self._heading(tag)
        if tag.name in ("ul", "ol", "menu"):
            return self._list(tag, how)
        if tag.name == "table":
            return self._table(tag, how)
        if tag.name == "img":
            return self._image(tag)
        if how == "lines":
            return [{"kind": "lines", "count": int(str(tag.get("data-lines", "5")))}]
        if tag.name == "hr":
            return [{"kind": "rule"}]
        inner = self.flow(tag, {**style, **self._style(tag)})
        return self._wrapped(tag, how, inner) if inner else []

    def _wrapped(self, tag: Tag, how: str, inner: list[Block]) -> list[Block]:
        if how in ("box", "step"):
            is_short = len(" ".join(tag.get_text().split())) < A_THIRD_OF_A_PAGE
            block: Block = {"kind": how, "is_short": is_short, "blocks": inner}
            name, number = f"{self.sheet.name}-{tag.get('id')}", self.steps.get(str(tag.get("id")))
            return [{**block, "tone": tag.get("data-tone", ""), "name": name, "number": number}]
        wrap = how if how in ("columns", "group", "pair") else WRAPS.get(tag.name)
        if wrap:
            return [{"kind": wrap, "blocks": inner}]
        look = how or LOOKS.get(tag.name, "")
        if look:
            return [{**it, "look": look} if it["kind"] == "paragraph" else it for it in inner]
        return inner

    def _paragraph(self, runs: list[Run]) -> list[Block]:
        return [self._turned({"kind": "paragraph", "runs": runs}, text_of(runs))] if runs else []

    def _heading(self, tag: Tag) -> list[Block]:
        """Levels never skip one, which PDF/UA asks, whatever the author did."""
        line = Line()
        self._inline(tag, line, {})
        runs = line.taken()
        if not runs:
            return []
        while self.ranks and self.ranks[-1] >= RANKS[tag.name]:
            self.ranks.pop()
        self.ranks.append(RANKS[tag.name])
        block = {"kind": "heading", "level": len(self.ranks), "runs": runs}
        return [self._turned(block, text_of(runs))]

    def _list(self, tag: Tag, how: str) -> list[Block]:
        if how == "plain" or not holds_only(tag, {"li"}):
            return self.flow(tag, {})
        items = [self.flow(child, {}) for child in elements(tag)]
        block: Block = {"kind": "list", "items": [item for item in items if item]}
        block["marks"] = how if how in LISTS else "numbers" if tag.name == "ol" else ""
        return [self._turned(block, tag.get_text())] if block["items"] else []

    def _table(self, table: Tag, how: str) -> list[Block]:
        if not is_regular(table):
            return self.flow(table, {})
        found = grid(table)
        captions = [child for child in elements(table) if child.name == "caption"]
        cells = [
            {
                **{"x": p.x, "y": p.y, "colspan": p.colspan, "rowspan": p.rowspan},
                **{"is_head": p.cell.name == "th", "blocks": self.flow(p.cell, {})},
            }
            for p in found.places
        ]
        # Repeated on the next page a head is an artifact, where PDF/UA allows no link.
        repeats = not any(p.y < found.head and p.cell.find("a") for p in found.places)
        block = {"kind": "table", "columns": found.columns, "head": found.head, "cells": cells}
        block |= {"repeats": repeats, "is_form": how == "form"}
        before = [block for caption in captions for block in self._block(caption, {})]
        return before + ([self._turned(block, table.get_text())] if cells else [])

    def _image(self, img: Tag) -> list[Block]:
        """Where the picture is missing its text alternative stands for it."""
        alt = replaced(str(img.get("alt", ""))).strip()
        content = self.sheet.content(str(img.get("src", "")))
        drawn = picture(content) if content else None
        if drawn:
            return [{"kind": "image", "alt": alt, **drawn._asdict()}]
        line = Line()
        line.add(alt, {})
        return [{**it, "look": "small"} for it in self._paragraph(line.taken())]

    def _style(self, tag: Tag) -> Style:
        """A link to another part is one whether it names the site, a place in the part, or not."""
        style = style_of(tag, self.sheet.address, self.sheet.known)
        part = self.sheet.parts.get(urlsplit(style.get("href", "")).path)
        return {"part": part, "page": self.sheet.page} if part else style

    def _turned(self, block: Block, text: str) -> Block:
        rtl = is_rtl(text, otherwise=self.sheet.rtl)
        return block if rtl == self.sheet.rtl else {**block, "dir": "rtl" if rtl else "ltr"}

    # --- what stands in a line ------------------------------------------------------------------

    def _inline(self, node: PageElement, line: Line, style: Style) -> None:
        if isinstance(node, NavigableString):
            if type(node) in (NavigableString, CData):  # neither comment nor declaration
                line.add(str(node), style)
        elif isinstance(node, Tag) and is_shown(node):
            self._inline_tag(node, line, {**style, **self._style(node)})

    def _inline_tag(self, tag: Tag, line: Line, style: Style) -> None:
        if tag.name == "br":
            line.turn()
        elif tag.name in ("img", "svg"):
            line.add(said(tag), style)
        else:
            is_block = " " if tag.name not in INLINE else ""
            opening, closing = ("“", "”") if tag.name == "q" else (is_block, is_block)
            line.add(opening, style)
            for child in tag.children:
                self._inline(child, line, style)
            line.add(closing, style)
            self._direct(tag, line)

    def _direct(self, tag: Tag, line: Line) -> None:
        """Say after a link to a step which number that has."""
        target = str(tag.get("href", "")).removeprefix("#")
        if tag.name == "a" and target in self.steps:
            words = self.sheet.to_step(self.steps[target])
            line.add(" ", {})
            line.add(words, {"target": f"{self.sheet.name}-{target}"})


def _numbered(root: Tag) -> dict[str, int]:
    """The number of each step by its id, counted among the steps of the same parent."""
    counts: dict[int, int] = {}
    numbers: dict[str, int] = {}
    for step in root.select("[data-print=step][id]"):
        parent = id(step.parent)
        counts[parent] = numbers[str(step["id"])] = counts.get(parent, 0) + 1
    return numbers
