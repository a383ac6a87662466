"""A question that is harder in one language: found where it is, and not where learners differ."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.differences import (
    Band,
    Difference,
    difference,
    fisher,
    holm,
    mantel_haenszel,
    suspicious,
)

bands = st.builds(
    lambda n, right, others, others_right: Band(
        n, min(n, right), others, min(others, others_right)
    ),
    *[st.integers(0, 80)] * 4,
)
chances = st.dictionaries(st.integers(), st.floats(0, 1), max_size=20)


def test_mantel_and_haenszel_by_hand():
    """One band, 30 of 50 against 40 of 50: A = 30, E = 35, V = 50*50*70*30 / (100*100*99)."""
    variance = 50 * 50 * 70 * 30 / (100 * 100 * 99)
    chi_square = (5 - 0.5) ** 2 / variance
    expected = math.erfc(math.sqrt(chi_square / 2))
    assert mantel_haenszel([Band(50, 30, 50, 40)]) == pytest.approx(expected)
    assert expected == pytest.approx(0.0507, abs=1e-3)


def test_fisher_drinks_tea():
    """The lady tasting tea: 3 of 4 cups right has the chance 34/70 to both sides, 4 of 4 2/70."""
    assert fisher(4, 3, 4, 1) == pytest.approx(34 / 70)
    assert fisher(4, 4, 4, 0) == pytest.approx(2 / 70)


def test_holm_by_hand():
    """0.01 * 4, 0.02 * 3 = 0.06, 0.03 * 2 = 0.06, 0.5."""
    found = holm({"a": 0.03, "b": 0.01, "c": 0.5, "d": 0.02})
    assert found == pytest.approx({"a": 0.06, "b": 0.04, "c": 0.5, "d": 0.06})


def test_a_wrong_key_in_one_language_is_found_even_with_thirty_answers():
    """Nearly everybody is right elsewhere; too few are wrong for chi-square, not for Fisher."""
    found = difference([Band(0, 0, 20, 15), Band(30, 9, 1000, 980)])
    assert mantel_haenszel([Band(30, 9, 1000, 980)]) is None
    assert found.size == pytest.approx(0.3 - 0.98)
    assert suspicious({"es": found, **{n: Difference(0, 1) for n in range(60)}}) == {"es": found}


def test_learners_who_know_less_are_no_mistranslation():
    """In each band of the score they do as all others; only more of them are in the lower one."""
    found = difference([Band(90, 36, 20, 8), Band(10, 9, 80, 72)])
    assert found.size == pytest.approx(0)
    assert found.p > 0.5
    crude = difference([Band(100, 45, 100, 80)])
    assert crude.size == pytest.approx(-0.35)
    assert crude.p < 0.001


def test_below_thirty_answers_nothing_is_said():
    assert difference([Band(29, 0, 1000, 1000)]) is None
    assert difference([Band(1000, 1000, 29, 0)]) is None
    assert difference([Band(0, 0, 100, 50), Band(100, 50, 0, 0)]) is None  # nothing to compare


def test_what_is_small_or_may_be_chance_is_no_warning():
    small, unsure = Difference(-0.05, 1e-9), Difference(-0.4, 0.04)
    assert suspicious({"a": small, "b": unsure, "c": Difference(0, 1)}) == {}


@given(st.lists(bands, max_size=5))
def test_a_difference_is_within_its_bounds(found):
    told = difference(found)
    assert told is None or (-1 <= told.size <= 1 and 0 <= told.p <= 1)


@given(st.lists(bands, max_size=5))
def test_who_is_compared_with_whom_makes_no_difference_to_the_chance(found):
    told = difference(found)
    turned = difference([Band(b.others, b.others_right, b.n, b.right) for b in found])
    assert (told is None) == (turned is None)
    if told and turned:
        assert told.p == pytest.approx(turned.p, abs=1e-6)


@given(chances)
def test_a_correction_keeps_the_order_and_makes_nothing_surer(found):
    corrected = holm(found)
    assert all(found[key] <= corrected[key] <= 1 for key in found)
    order = sorted(found, key=lambda key: found[key])
    assert [corrected[key] for key in order] == sorted(corrected.values())
