"""Whether a question is harder in one language than in the others: textbook tests in plain Python.

Learners of one language may know more than those of another. So answers are compared within bands
of the score that the same learners have on the other questions (differential item functioning).
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

ENOUGH = 30  # answers in the language, and in the others together
LARGE = 0.1  # of the facility: what Dorans & Kulick call worth looking into
SURE = 0.05
ENOUGH_TO_EITHER_SIDE = 5  # answers: below it the approximation by chi-square does not hold


class Band(NamedTuple):
    """Of one band of the rest score: answers and right ones, in the language and elsewhere."""

    n: int
    right: int
    others: int
    others_right: int


class Difference(NamedTuple):
    """How far the facility in a language is from the others', and how sure that is."""

    size: float
    p: float


def difference(bands: Sequence[Band]) -> Difference | None:
    """Between a language and the others; None where too few answered in either.

    The size is Dorans & Kulick's standardised difference (Journal of Educational Measurement 23,
    1986): the mean of P(language) - P(others) over the bands, weighed by the answers in the
    language. The chance is that of Mantel & Haenszel's test, as Holland & Thayer use it (1988), or
    of Fisher's exact test where the numbers are too small for it (Mantel & Fleiss, 1980).
    """
    if min(sum(b.n for b in bands), sum(b.others for b in bands)) < ENOUGH:
        return None
    shared = [band for band in bands if band.n and band.others]
    weight = sum(b.n for b in shared)
    if not weight:
        return None
    gaps = (b.n * (b.right / b.n - b.others_right / b.others) for b in shared)
    return Difference(sum(gaps) / weight, _chance(shared))


def _chance(bands: Sequence[Band]) -> float:
    """The probability of a difference as large as this or larger, if there were none."""
    p = mantel_haenszel(bands)
    if p is not None:
        return p
    n, right, others, others_right = (sum(numbers) for numbers in zip(*bands, strict=True))
    return fisher(n, right, others, others_right)


def mantel_haenszel(bands: Sequence[Band]) -> float | None:
    """The p-value over all bands; None where the numbers are too small for it.

    With A the right answers in the language, E and V their mean and variance if chance alone dealt
    them out: chi-square = (|ΣA - ΣE| - 1/2)² / ΣV, with one degree of freedom.
    """
    seen = mean = variance = least = most = 0.0
    for n, right, others, others_right in bands:
        total, all_right = n + others, right + others_right
        seen += right
        mean += n * all_right / total
        least += max(0, all_right - others)
        most += min(n, all_right)
        if total > 1:
            wrong = total - all_right
            variance += n * others * all_right * wrong / (total * total * (total - 1))
    if min(mean - least, most - mean) < ENOUGH_TO_EITHER_SIDE:
        return None
    chi_square = max(abs(seen - mean) - 0.5, 0) ** 2 / variance
    return math.erfc(math.sqrt(chi_square / 2))


def fisher(n: int, right: int, others: int, others_right: int) -> float:
    """The two-sided p-value of Fisher's exact test: all tables no likelier than this one."""
    total, all_right = n + others, right + others_right

    def log_chance(a: int) -> float:
        return _log_ways(n, a) + _log_ways(others, all_right - a) - _log_ways(total, all_right)

    here = log_chance(right) + 1e-7  # what differs by rounding only is as likely
    possible = range(max(0, all_right - others), min(n, all_right) + 1)
    chances = [log_chance(a) for a in possible]
    return min(1.0, sum(math.exp(chance) for chance in chances if chance <= here))


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def holm[K](chances: Mapping[K, float]) -> dict[K, float]:
    """The p-values, corrected for how many were looked at (Holm, 1979).

    In rising order, p(i) * (m - i + 1), never smaller than the one before, at most 1.
    """
    found: dict[K, float] = {}
    highest = 0.0
    for place, key in enumerate(sorted(chances, key=lambda key: chances[key])):
        highest = max(highest, min(1.0, chances[key] * (len(chances) - place)))
        found[key] = highest
    return found


def suspicious[K](found: Mapping[K, Difference]) -> dict[K, Difference]:
    """The differences that are large, and more than chance among so many."""
    chances = holm({key: one.p for key, one in found.items()})
    return {
        key: one for key, one in found.items() if abs(one.size) >= LARGE and chances[key] < SURE
    }
