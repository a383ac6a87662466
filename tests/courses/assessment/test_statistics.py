"""The figures of an item analysis: computed by hand, and within their bounds for any answers."""

import math
import statistics as textbook

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.statistics import (
    FULL,
    Sums,
    deviation_of,
    discrimination,
    facility,
    mean_of,
    median_of,
    standard_deviation,
    standard_error,
    sums_of,
)

thousandths = st.integers(0, FULL)
answers = st.lists(st.tuples(thousandths, thousandths), max_size=60)
counts = st.dictionaries(st.integers(0, 100), st.integers(1, 9), min_size=1)


def test_an_example_by_hand():
    """Four learners; two are right, and they have 0.8 and 0.6 of the rest, the others 0.4, 0.2.

    x: 1 1 0 0, mean 0.5; y: 0.8 0.6 0.4 0.2, mean 0.5. Sxx = 4 * 0.25 = 1;
    Syy = 0.09 + 0.01 + 0.01 + 0.09 = 0.2; Sxy = 0.5 * (0.3 + 0.1 + 0.1 + 0.3) = 0.4;
    r = 0.4 / sqrt(0.2). The variance of x is 1 / 3, so the standard error sqrt(1 / 12).
    """
    sums = sums_of([(1000, 800), (1000, 600), (0, 400), (0, 200)])
    assert facility(sums) == 0.5
    assert standard_deviation(sums) == pytest.approx(math.sqrt(1 / 3))
    assert standard_error(sums) == pytest.approx(math.sqrt(1 / 12))
    assert discrimination([sums]) == pytest.approx(0.4 / math.sqrt(0.2))


def test_partly_right_answers_count_in_part():
    assert facility(sums_of([(500, 0), (250, 0), (0, 0), (1000, 0)])) == pytest.approx(0.4375)


def test_what_does_not_vary_tells_nothing():
    assert discrimination([sums_of([(1000, 300), (1000, 900)])]) is None
    assert discrimination([sums_of([(0, 500), (1000, 500)])]) is None
    assert discrimination([]) is None
    assert facility(Sums()) is standard_deviation(Sums()) is standard_error(Sums()) is None


def test_a_weaker_language_makes_no_question_look_better():
    """Within each of two languages the question tells nothing; only the languages differ."""
    strong = sums_of([(1000, 900), (1000, 800), (0, 900), (0, 800)] * 3 + [(1000, 850)] * 6)
    weak = sums_of([(1000, 200), (1000, 100), (0, 200), (0, 100)] * 3 + [(0, 150)] * 6)
    assert discrimination([strong, weak]) == pytest.approx(0)
    assert discrimination([strong + weak]) > 0.3


@given(answers)
def test_the_figures_stay_within_their_bounds(pairs):
    sums = sums_of(pairs)
    index, r = facility(sums), discrimination([sums])
    assert index is None if not pairs else 0 <= index <= 1
    assert r is None or -1 <= r <= 1
    if len(pairs) > 1:
        assert standard_deviation(sums) == pytest.approx(textbook.stdev(x / FULL for x, _ in pairs))


@given(answers)
def test_discrimination_is_the_correlation_of_the_textbook(pairs):
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    found = discrimination([sums_of(pairs)])
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        assert found is None
    else:
        assert found == pytest.approx(textbook.correlation(xs, ys), abs=1e-9)


@given(answers, answers)
def test_sums_of_parts_are_the_sums_of_the_whole(some, others):
    assert sums_of(some) + sums_of(others) == sums_of(some + others)


@given(counts)
def test_counted_values_are_as_if_they_stood_one_by_one(found):
    values = [value for value, n in found.items() for _ in range(n)]
    assert mean_of(found) == pytest.approx(textbook.mean(values))
    assert median_of(found) == textbook.median(values)
    if len(values) > 1:
        assert deviation_of(found) == pytest.approx(textbook.stdev(values))


def test_nothing_counted_has_no_middle():
    assert mean_of({}) is median_of({}) is deviation_of({}) is None
