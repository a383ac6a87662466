"""How a question performs, from sums over its answers: textbook item analysis in plain Python.

The names are those of Moodle's quiz statistics and of Ebel & Frisbie, Essentials of Educational
Measurement (1991), chapter 13. A *stratum* is the answers given to one version of a question in
one language and edition of a quiz.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from fractions import Fraction

FULL = 1000  # points and scores are counted in thousandths, so that sums are exact


@dataclass(frozen=True)
class Sums:
    """Over ``n`` answers: x is what an answer earned, y the mean of the rest of the attempt."""

    n: int = 0
    x: int = 0
    xx: int = 0
    y: int = 0
    yy: int = 0
    xy: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def sums_of(answers: Iterable[tuple[int, int]]) -> Sums:
    """The sums over pairs of x and y."""
    parts = (Sums(1, x, x * x, y, y * y, x * y) for x, y in answers)
    return sum(parts, Sums())


def facility(sums: Sums) -> float | None:
    """The facility index: the mean of the points earned, from 0 (nobody) to 1 (everybody)."""
    return sums.x / (sums.n * FULL) if sums.n else None


def standard_deviation(sums: Sums) -> float | None:
    """Of the points of a question, 0 to about 0.5: sqrt((Σx² - (Σx)²/n) / (n - 1))."""
    if sums.n < 2:
        return None
    return math.sqrt((sums.n * sums.xx - sums.x**2) / (sums.n * (sums.n - 1))) / FULL


def standard_error(sums: Sums) -> float | None:
    """Of the facility: s / sqrt(n). The true facility is within two of it, 19 times in 20."""
    deviation = standard_deviation(sums)
    return None if deviation is None else deviation / math.sqrt(sums.n)


def discrimination(strata: Iterable[Sums]) -> float | None:
    """The corrected item-rest correlation, from -1 to 1; None where nothing varies.

    Pearson's r between the points of the question and the mean points of the *other* questions of
    the same attempt (for a question that is right or wrong: the point-biserial correlation), so
    that the question does not agree with itself. r = Sxy / sqrt(Sxx * Syy), with Sxy the sum over
    the strata of Σxy - ΣxΣy/n: that one language or edition is weaker than another as a whole
    makes no question look better (the pooled within-group correlation).
    """
    sxx = syy = sxy = Fraction(0)
    for s in strata:
        if s.n:
            sxx += s.xx - Fraction(s.x * s.x, s.n)
            syy += s.yy - Fraction(s.y * s.y, s.n)
            sxy += s.xy - Fraction(s.x * s.y, s.n)
    if not sxx or not syy:
        return None
    r = float(sxy) / math.sqrt(sxx) / math.sqrt(syy)
    return max(-1.0, min(1.0, r))


def mean_of(counts: Mapping[int, int]) -> float | None:
    """The mean of values that were counted: {value: how often}."""
    total = sum(counts.values())
    return sum(value * n for value, n in counts.items()) / total if total else None


def deviation_of(counts: Mapping[int, int]) -> float | None:
    """The standard deviation of counted values: sqrt(Σ(v - mean)² / (n - 1))."""
    total, mean = sum(counts.values()), mean_of(counts)
    if mean is None or total < 2:
        return None
    return math.sqrt(sum(n * (value - mean) ** 2 for value, n in counts.items()) / (total - 1))


def median_of(counts: Mapping[int, int]) -> float | None:
    """The value in the middle; between the two in the middle where there is none."""
    total = sum(counts.values())
    if not total:
        return None
    return (_at(counts, (total - 1) // 2) + _at(counts, total // 2)) / 2


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place, counted from 0, of all values in order."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError(place)
