"""A paper follows its blueprint, can be drawn again from its seed, and prefers unseen questions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.paper import NotEnoughQuestions, draw, lay_out

OBJECTIVES = ("1.1", "4.1", "6.2")


@st.composite
def pools(draw_from):
    flags = draw_from(st.lists(st.tuples(st.sampled_from(OBJECTIVES), st.booleans()), min_size=3))
    return [
        {
            "question": f"q{number}",
            "version": number,
            "bank": "b",
            "objective": objective,
            "critical": critical,
        }
        for number, (objective, critical) in enumerate(flags)
    ]


@st.composite
def blueprints(draw_from, pool):
    """Rows that the pool can fill: never more than it has of each kind."""
    rows = []
    for objective in OBJECTIVES:
        here = [c for c in pool if c["objective"] == objective]
        critical = sum(c["critical"] for c in here)
        for kind, have in (("critical", critical), ("not_critical", len(here) - critical)):
            if count := draw_from(st.integers(0, have)):
                rows.append({"bank": "b", "objective": objective, "count": count, "critical": kind})
        used = sum(row["count"] for row in rows if row["objective"] == objective)
        if count := draw_from(st.integers(0, len(here) - used)):
            rows.append({"bank": "b", "objective": objective, "count": count, "critical": "any"})
    return draw_from(st.permutations(rows))


@given(st.data(), st.integers(), pools())
def test_each_row_gets_what_it_asks_for_and_nothing_comes_twice(data, seed, pool):
    blueprint = data.draw(blueprints(pool))
    drawn = draw(blueprint, pool, seen=[], rng=random.Random(seed))
    again = draw(blueprint, pool, seen=[], rng=random.Random(seed))
    assert drawn == again
    assert len({c["question"] for c in drawn}) == len(drawn)
    rest = iter(drawn)
    for row in blueprint:
        for candidate in [next(rest) for _ in range(row["count"])]:
            assert candidate["objective"] == row["objective"]
            if row["critical"] != "any":
                assert candidate["critical"] == (row["critical"] == "critical")
    assert next(rest, None) is None


@given(st.integers(), st.integers(1, 5))
def test_unseen_questions_come_first(seed, count):
    pool = [
        {"question": f"q{n}", "version": n, "bank": "b", "objective": "1.1", "critical": False}
        for n in range(10)
    ]
    row = {"bank": "b", "objective": "1.1", "count": count, "critical": "any"}
    seen: list[str] = []
    for _round in range(10 // count):
        drawn = draw([row], pool, seen=seen, rng=random.Random(seed))
        assert not {c["question"] for c in drawn} & set(seen)
        seen += [c["question"] for c in drawn]


def test_a_fixed_question_is_not_drawn_a_second_time():
    pool = [
        {"question": f"q{n}", "version": n, "bank": "b", "objective": "1.1", "critical": False}
        for n in range(3)
    ]
    rows = [
        {"bank": "b", "objective": "1.1", "count": 2, "critical": "any"},
        {"question": "q1"},
    ]
    drawn = [c["question"] for c in draw(rows, pool, seen=[], rng=random.Random(1))]
    assert sorted(drawn) == ["q0", "q1", "q2"]
    assert drawn[2] == "q1"


def test_a_pool_that_is_too_small_says_so():
    row = {"bank": "b", "objective": "1.1", "count": 1, "critical": "any"}
    with pytest.raises(NotEnoughQuestions):
        draw([row], [], seen=[], rng=random.Random(1))


def test_slots_are_numbered_in_the_order_shown():
    drawn = [
        {"question": f"q{n}", "version": n, "objective": "1.1", "critical": False} for n in range(5)
    ]
    slots = lay_out(
        drawn,
        lambda candidate, rng: {"type": "single_choice", "order": ["a"]},
        shuffle=True,
        rng=random.Random(3),
    )
    assert [slot["slot"] for slot in slots] == [1, 2, 3, 4, 5]
    assert {slot["question"] for slot in slots} == {c["question"] for c in drawn}
