"""Where the bars of a drawing stand: whole numbers, so that no language writes them otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.assessment.tallies import FEW

TOP, FLOOR, LEFT, STEP, BAR = 24, 184, 20, 56, 48  # of the drawing of 600 by 230
BINS, LAST = 10, 9
SCALE = 100


@dataclass(frozen=True)
class Bar:
    """``n`` is None where there are only a few; such a bar is drawn half as high as a few are."""

    label: str
    first: int  # of its scores
    n: int | None
    x: int
    y: int
    height: int

    @property
    def edge(self) -> int:
        return mark_at(self.first)

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def above(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Line:
    """A number with the share it has of the longest, in per cent."""

    label: str
    n: int | None
    share: int


def shown(n: int) -> int | None:
    """None for a few."""
    return None if 0 < n < FEW else n


def histogram(scores: Mapping[int, int]) -> list[Bar]:
    """How many have which score, in tens; 100 stands with the last."""
    bins = [0] * BINS
    for score, n in scores.items():
        bins[min(score // BINS, LAST)] += n
    most = max(*bins, FEW)
    return [_bar(place, n, most) for place, n in enumerate(bins)]


def _bar(place: int, n: int, most: int) -> Bar:
    drawn = FEW / 2 if shown(n) is None else n
    height = round((FLOOR - TOP) * drawn / most)
    first = place * BINS
    last = SCALE if place == LAST else first + BINS - 1
    x, y = LEFT + place * STEP, FLOOR - height
    return Bar(f"{first}–{last}", first, shown(n), x, y, height)  # noqa: RUF001


def mark_at(score: int) -> int:
    """Where a score stands on the floor of the histogram."""
    return LEFT - (STEP - BAR) // 2 + score * BINS * STEP // SCALE


def lines(numbers: Mapping[str, int]) -> list[Line]:
    most = max([*numbers.values(), 1])
    drawn = {label: FEW / 2 if shown(n) is None else n for label, n in numbers.items()}
    return [
        Line(label, shown(n), round(SCALE * drawn[label] / most)) for label, n in numbers.items()
    ]
