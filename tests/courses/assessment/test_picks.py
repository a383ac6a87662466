"""What can be counted of an answer, for each type of question."""

import random

import pytest

from courses.assessment.picks import offers, picks
from courses.questions.types import TYPES
from tests.factories.questions import BY_MACHINE, RIGHT, as_sent, body

COUNTED = {"single_choice", "multiple_choice", "true_false", "matching", "categorise", "cloze"}


@pytest.mark.parametrize("kind", BY_MACHINE)
def test_the_right_answer_picks_what_is_right(kind):
    asked = body(kind)
    layout = TYPES[kind].layout(asked, shuffle=True, rng=random.Random(1))
    picked = picks(kind, layout, TYPES[kind].clean(as_sent(kind, RIGHT[kind], layout), layout))
    assert sorted(picked) == sorted(offer.key for offer in offers(asked) if offer.is_right)
    assert bool(picked) == (kind in COUNTED)
    assert picks(kind, layout, None) == []


def test_what_belongs_to_a_line_or_a_gap_says_so():
    assert [(o.part, o.text) for o in offers(body("categorise")) if o.is_right] == [
        ("I believe you.", "Say it"),
        ("It is not your fault.", "Say it"),
        ("Why were you there?", "Do not say it"),
    ]
    assert [(o.part, o.text) for o in offers(body("cloze"))] == [
        ("1", "listen to"),
        ("1", "question"),
    ]


def test_of_a_type_that_nobody_knows_any_more_nothing_is_counted():
    assert picks("drawing", [], "x") == []
