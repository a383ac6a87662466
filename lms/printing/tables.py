"""The grid behind an HTML table: where each cell stands, so that none covers another."""

from collections.abc import Iterator
from typing import NamedTuple

from bs4 import Tag

from .elements import elements

WIDEST = 12  # columns; more cannot be read on paper, and a wrong number costs no memory


class Place(NamedTuple):
    cell: Tag
    x: int
    y: int
    colspan: int
    rowspan: int


class Grid(NamedTuple):
    columns: int
    head: int  # how many rows head each page
    places: list[Place]


def grid(table: Tag) -> Grid:
    """Of a table that ``is_regular``."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [elements(row) for row in rows]
    heads = [_is_head(row, found) for row, found in zip(rows, cells, strict=True)]
    head = heads.index(False) if False in heads else 0
    places = list(_places(cells, head))
    return Grid(max((p.x + p.colspan for p in places), default=0), head, places)


def _is_head(row: Tag, cells: list[Tag]) -> bool:
    is_marked = row.parent is not None and row.parent.name == "thead"
    return bool(cells) and (is_marked or all(cell.name == "th" for cell in cells))


def _places(rows: list[list[Tag]], head: int) -> Iterator[Place]:
    """No cell reaches from the head into the body, over its neighbour, or below the last row."""
    taken: set[tuple[int, int]] = set()
    for y, cells in enumerate(rows):
        end = head if y < head else len(rows)
        x = 0
        for cell in cells:
            while (x, y) in taken:
                x += 1
            wanted = min(_number(cell, "colspan"), max(WIDEST - x, 1))
            colspan = next((n for n in range(1, wanted) if (x + n, y) in taken), wanted)
            rowspan = min(_number(cell, "rowspan"), end - y)
            taken |= {(x + dx, y + dy) for dx in range(colspan) for dy in range(rowspan)}
            yield Place(cell, x, y, colspan, rowspan)
            x += colspan


def _number(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(int(value), 1) if value.isdecimal() and len(value) < 4 else 1  # noqa: PLR2004
