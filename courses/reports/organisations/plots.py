"""The bar beside the numbers of a unit or a course: whole numbers, drawn in parts of 400."""

from dataclasses import dataclass

from .overview import Line
from .standings import Standing

WIDTH, HEIGHT = 400, 16
PARTS = (
    Standing.DONE,
    Standing.EXPIRING,
    Standing.IN_PROGRESS,
    Standing.STUCK,
    Standing.EXPIRED,
)


@dataclass(frozen=True)
class Part:
    """One piece of a bar; ``kind`` names its look."""

    kind: str
    x: int
    width: int


def bar_of(line: Line, most: int) -> list[Part]:
    """As long as it has many, beside the longest; what is there at all can be seen."""
    parts, x = [], 0
    for standing in PARTS:
        if number := line.counts[standing]:
            width = max(2, WIDTH * number // max(most, 1))
            parts.append(Part(standing.value, x, min(width, WIDTH - x)))
            x += width
    return parts


def with_bars(lines: list[Line]) -> list[tuple[Line, list[Part]]]:
    most = max((line.counts.total() for line in lines), default=0)
    return [(line, bar_of(line, most)) for line in lines]
