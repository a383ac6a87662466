"""Every type keeps its score between 0 and 1, whatever comes in and in whatever order."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.types import TYPES, InvalidResponse

CHOICES = ("multiple_choice", "single_choice", "true_false")


@st.composite
def bodies(draw) -> dict:
    kind = draw(st.sampled_from(CHOICES))
    count = 2 if kind == "true_false" else draw(st.integers(2, 6))
    right = draw(st.integers(1, max(count - 1, 1))) if kind == "multiple_choice" else 1
    choices = [
        {"id": f"c{n}", "text": f"Text {n}", "correct": n < right, "feedback": "Why."}
        for n in range(count)
    ]
    return {"type": kind, "prompt": "<p>?</p>", "choices": choices, "feedback": ""}


@given(bodies(), st.randoms(use_true_random=False), st.data())
def test_a_score_is_a_part_of_one_and_does_not_depend_on_the_order_of_choices(body, rng, data):
    kind = TYPES[body["type"]]
    order = kind.layout(body, shuffle=True, rng=rng)
    several = body["type"] == "multiple_choice"
    picked = data.draw(st.lists(st.sampled_from(order), max_size=None if several else 1))
    response = kind.clean({"": picked}, order)
    score = kind.score(body, response)
    assert 0 <= score <= 1
    shuffled = {**body, "choices": rng.sample(body["choices"], len(body["choices"]))}
    assert kind.score(shuffled, response) == score
    assert kind.clean({"": kind.chosen(response)}, order) == response


@given(bodies())
def test_the_right_choices_give_full_points_and_no_answer_none(body):
    kind = TYPES[body["type"]]
    ids = [choice["id"] for choice in body["choices"]]
    right = [choice["id"] for choice in body["choices"] if choice["correct"]]
    assert kind.problems(body) == []
    assert kind.score(body, kind.clean({"": right}, ids)) == 1
    assert kind.score(body, kind.clean({}, ids)) == 0


@given(bodies(), st.integers())
def test_the_layout_is_the_same_for_the_same_seed(body, seed):
    kind = TYPES[body["type"]]
    first = kind.layout(body, shuffle=True, rng=random.Random(seed))
    assert first == kind.layout(body, shuffle=True, rng=random.Random(seed))
    assert sorted(first) == sorted(choice["id"] for choice in body["choices"])


def test_a_wrong_pick_takes_a_right_one_away():
    choices = [
        {"id": letter, "text": letter, "correct": letter in "ab", "feedback": "Why."}
        for letter in "abc"
    ]
    body = {"type": "multiple_choice", "prompt": "<p>?</p>", "choices": choices, "feedback": ""}
    kind = TYPES["multiple_choice"]
    assert kind.score(body, ["a"]) == Fraction(1, 2)
    assert kind.score(body, ["a", "b"]) == 1
    assert kind.score(body, ["a", "c"]) == 0
    assert kind.score(body, ["a", "b", "c"]) == Fraction(1, 2)


@pytest.mark.parametrize("kind", CHOICES)
def test_what_was_not_on_offer_is_refused(kind):
    with pytest.raises(InvalidResponse):
        TYPES[kind].clean({"": ["something else"]}, ["a", "b"])


def test_one_best_answer_takes_one_answer():
    with pytest.raises(InvalidResponse):
        TYPES["single_choice"].clean({"": ["a", "b"]}, ["a", "b"])


@pytest.mark.parametrize(
    ("kind", "flags", "words"),
    [
        ("single_choice", [True, True], "exactly one"),
        ("single_choice", [False, False], "exactly one"),
        ("multiple_choice", [False, False], "at least one"),
        ("multiple_choice", [True, True], "not right"),
        ("true_false", [True, False, False], "exactly two"),
    ],
)
def test_authors_are_told_what_is_wrong(kind, flags, words):
    choices = [
        {"id": str(n), "text": "Text", "correct": flag, "feedback": "Why."}
        for n, flag in enumerate(flags)
    ]
    body = {"type": kind, "prompt": "<p>?</p>", "choices": choices, "feedback": ""}
    assert any(words in problem for problem in TYPES[kind].problems(body))


def test_a_question_without_texts_is_not_ready():
    choices = [
        {"id": "a", "text": "", "correct": True, "feedback": ""},
        {"id": "b", "text": "B", "correct": False, "feedback": "Why."},
    ]
    body = {"type": "single_choice", "prompt": " ", "choices": choices, "feedback": ""}
    assert len(TYPES["single_choice"].problems(body)) == 2
    assert TYPES["single_choice"].advice(body) == ["A choice has no feedback."]
