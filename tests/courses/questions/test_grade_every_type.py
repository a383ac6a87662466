"""Each type keeps its score in bounds and its word, whatever comes in and in whatever order."""

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.types import TYPES, Field, InvalidResponse
from tests.factories.questions import BODIES, BY_MACHINE, RIGHT, as_sent, body


def fields_of(kind: str, *, seed: int = 0) -> tuple[dict, list[Field]]:
    question = body(kind)
    layout = TYPES[kind].layout(question, shuffle=True, rng=random.Random(seed))
    return layout, TYPES[kind].fields(question, layout, None)


@st.composite
def answers(draw, kind: str) -> tuple[dict, dict[str, list[str]]]:
    """A layout, and something that its page may send."""
    layout, fields = fields_of(kind, seed=draw(st.integers(0, 99)))
    raw = {}
    for field in fields:
        ids = [option.id for option in field.options]
        one = st.sampled_from([*ids, ""]) if ids else st.text(max_size=30)
        most = len(ids) if field.kind == "checkbox" else 1
        raw[field.part] = draw(st.lists(one, max_size=most))
    return layout, raw


@pytest.mark.parametrize("kind", TYPES)
@given(st.data())
def test_a_score_is_a_part_of_one_and_depends_on_nothing_but_the_answer(kind, data):
    layout, raw = data.draw(answers(kind))
    try:
        response = TYPES[kind].clean(raw, layout)
    except InvalidResponse:
        return  # a NUL in a text
    stored = json.loads(json.dumps(response))
    score = TYPES[kind].score(body(kind), stored)
    assert isinstance(score, Fraction)
    assert 0 <= score <= 1
    assert TYPES[kind].score(_turned_round(body(kind)), stored) == score


def _turned_round(question: dict) -> dict:
    """With the choices, pairs and cards in another order; that of ordering is its key."""
    for name in ("choices", "pairs", "extras", "groups"):
        if name in question:
            question[name] = question[name][::-1]
    return question


@pytest.mark.parametrize("kind", TYPES)
@given(st.data())
def test_an_answer_stands_on_the_page_as_it_was_given(kind, data):
    layout, raw = data.draw(answers(kind))
    try:
        response = TYPES[kind].clean(raw, layout)
    except InvalidResponse:
        return
    again: dict[str, list[str]] = {}
    for field in TYPES[kind].fields(body(kind), layout, response):
        chosen = [option.id for option in field.options if option.chosen]
        again[field.part] = chosen or ([field.value] if field.value else [])
    assert TYPES[kind].clean(again, layout) == response


@pytest.mark.parametrize("kind", BY_MACHINE)
def test_the_right_answer_gives_full_points_and_no_answer_none(kind):
    layout, _fields = fields_of(kind)
    assert (
        TYPES[kind].score(body(kind), TYPES[kind].clean(as_sent(kind, RIGHT[kind], layout), layout))
        == 1
    )
    assert TYPES[kind].score(body(kind), TYPES[kind].clean({}, layout)) == 0
    assert TYPES[kind].clean({}, layout) is None


@pytest.mark.parametrize("kind", TYPES)
def test_a_whole_question_has_nothing_to_mend(kind):
    assert TYPES[kind].problems(body(kind)) == []
    assert TYPES[kind].advice(body(kind)) == []


@pytest.mark.parametrize("kind", TYPES)
def test_a_layout_comes_from_its_seed(kind):
    assert fields_of(kind, seed=7) == fields_of(kind, seed=7)
    json.dumps(fields_of(kind)[0])


@pytest.mark.parametrize("kind", TYPES)
def test_a_part_that_is_not_there_is_refused(kind):
    layout, _fields = fields_of(kind)
    with pytest.raises(InvalidResponse):
        TYPES[kind].clean({"no such part": ["a"]}, layout)


@pytest.mark.parametrize("kind", ["matching", "ordering", "categorise", "cloze"])
def test_what_was_not_on_offer_is_refused(kind):
    layout, fields = fields_of(kind)
    part = next(field.part for field in fields if field.options)
    with pytest.raises(InvalidResponse):
        TYPES[kind].clean({part: ["something else"]}, layout)
    with pytest.raises(InvalidResponse):
        TYPES[kind].clean({part: ["a", "b"]}, layout)


def test_what_is_nearly_right_earns_its_points():
    assert TYPES["single_choice"].score(body("single_choice"), "b") == Fraction(1, 2)
    assert TYPES["short_text"].score(body("short_text"), "my superior") == Fraction(1, 2)
    assert TYPES["number"].score(body("number"), "19") == Fraction(1, 4)


def test_a_lenient_question_takes_a_point_for_each_pick_too_many():
    lenient, kind = body("multiple_choice", lenient=True), TYPES["multiple_choice"]
    assert kind.score(lenient, ["a", "c"]) == Fraction(1, 2)
    assert kind.score(lenient, ["a", "b", "c"]) == Fraction(1, 2)
    assert kind.score(lenient, ["a", "b", "c", "d"]) == 0
    assert kind.score(body("multiple_choice"), ["a", "c"]) == 0


def test_one_answer_may_belong_to_several_lines():
    options = sorted(option.text for option in fields_of("matching")[1][0].options)
    assert options == ["Decides", "Investigates alone", "Report"]
    score = TYPES["matching"].score(body("matching"), {"a": "a", "b": "a", "c": "a"})
    assert score == Fraction(2, 3)


@pytest.mark.parametrize(
    ("order", "score"),
    [
        ("abcd", Fraction(1)),
        ("dcba", Fraction(0)),
        ("bcda", Fraction(2, 3)),  # one has to move
        ("badc", Fraction(1, 3)),
        ("ab", Fraction(1, 3)),
    ],
)
def test_what_stands_in_order_counts(order, score):
    response = {letter: place for place, letter in enumerate(order, start=1)}
    assert TYPES["ordering"].score(body("ordering"), response) == score


def test_two_things_on_one_place_are_in_no_order():
    assert TYPES["ordering"].score(body("ordering"), dict.fromkeys("abcd", 1)) == 0


@given(st.integers(0, 10_000))
def test_the_order_shown_is_never_the_right_one(seed):
    layout, _fields = fields_of("ordering", seed=seed)
    assert sorted(layout) == list("abcd")
    assert layout != list("abcd")


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("focal point", "  FOCAL   point ", True),
        ("focal point", "focal points", False),
        ("focal*", "focal point", True),
        ("*point", "the focal point", True),
        ("f*l*t", "focal point", True),
        ("a*a", "a", False),
        ("*", "anything", True),
        (r"5 \* 2", "5 * 2", True),
        (r"5 \* 2", "5 plus 2", False),
        ("niño", "NINO", True),
        ("straße", "STRASSE", True),
        ("مُرشد", "مرشد", True),
    ],
)
def test_words_fit_without_regard_to_capitals_accents_and_spaces(pattern, text, fits):
    answer = {"id": "a", "text": pattern, "points": 100, "feedback": ""}
    question, kind = body("short_text", answers=[answer]), TYPES["short_text"]
    response = kind.clean({"": [text]}, [])
    assert kind.score(question, response) == int(fits)


def test_capitals_and_accents_matter_where_the_author_says_so():
    answer = {"id": "a", "text": "Niño", "points": 100, "feedback": ""}
    kind = TYPES["short_text"]
    for name, wrong in (("match_case", "niño"), ("match_accents", "Nino")):
        question = body("short_text", answers=[answer], **{name: True})
        assert kind.score(question, "Niño") == 1
        assert kind.score(question, wrong) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("12,5", Fraction(25, 2)),
        (".5", Fraction(1, 2)),
        ("-3", -3),
        ("−3", -3),
        ("1 000", 1000),
        ("1.234.567", 1234567),
        ("1,234.5", Fraction(2469, 2)),
        ("1.234,5", Fraction(2469, 2)),
        ("2e3", 2000),
        ("١٨", 18),
        ("١٢٫٥", Fraction(25, 2)),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    answer = {"id": "a", "value": "0", "tolerance": "0", "points": 100, "feedback": ""}
    answer["value"] = str(float(number)) if isinstance(number, Fraction) else str(number)
    question = body("number", answers=[answer])
    assert TYPES["number"].score(question, text) == 1


@pytest.mark.parametrize("text", ["twelve", "12 km", "1e999", "--3", "."])
def test_what_is_no_number_is_said_and_earns_nothing(text):
    assert TYPES["number"].score(body("number"), text) == 0
    assert "cannot be read" in TYPES["number"].remark(body("number"), text)


def test_the_borders_of_a_tolerance_count_exactly():
    answer = {"id": "a", "value": "0.3", "tolerance": "0.1", "points": 100, "feedback": ""}
    question = body("number", answers=[answer])
    assert [TYPES["number"].score(question, text) for text in ("0.2", "0.4", "0.41")] == [1, 1, 0]


def test_gaps_count_by_their_weight():
    assert TYPES["cloze"].score(body("cloze"), {"d": "24"}) == Fraction(1, 2)
    assert TYPES["cloze"].score(body("cloze"), {"a": "b", "f": "nobody"}) == Fraction(1, 4)


def test_a_rubric_is_summed():
    assert TYPES["free_text"].marked(body("free_text"), {"a": 1, "b": 1}) == Fraction(2, 3)


@pytest.mark.parametrize(
    ("kind", "response", "words"),
    [
        ("matching", {"a": "a"}, "no answer yet"),
        ("categorise", {"b": "a"}, "no answer yet"),
        ("ordering", {"a": 1}, "Not everything"),
        ("ordering", {"a": 1, "b": 1}, "same place"),
        ("cloze", {"a": "b"}, "still empty"),
        ("cloze", {"a": "b", "d": "many", "f": "x"}, "cannot be read"),
        ("number", "1.000", "decimal point"),
    ],
)
def test_learners_are_told_what_they_may_have_overlooked(kind, response, words):
    assert words in TYPES[kind].remark(body(kind), response)
    assert TYPES[kind].remark(body(kind), None) == ""


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("matching", {"pairs": BODIES["matching"]["pairs"][:1]}, "two lines"),
        ("matching", {"extras": [{"id": "x", "text": "Report"}]}, "right one of a line"),
        ("ordering", {"items": BODIES["ordering"]["items"][:2]}, "three things"),
        ("ordering", {"items": [{"id": n, "text": "Same"} for n in "abc"]}, "same text"),
        ("categorise", {"groups": BODIES["categorise"]["groups"][:1]}, "two groups"),
        ("short_text", {"answers": BODIES["short_text"]["answers"][1:]}, "100 points"),
        ("number", {"answers": BODIES["number"]["answers"][1:]}, "100 points"),
        ("number", {"units": [{"id": "x", "name": "km", "factor": "0"}]}, "more than 0"),
        ("cloze", {"prompt": "<p>[[1]] [[2]]</p>"}, "each gap once"),
        ("cloze", {"gaps": []}, "at least one gap"),
        ("free_text", {"criteria": []}, "criterion"),
        ("free_text", {"prompt": " "}, "Write the question"),
    ],
)
def test_authors_are_told_what_is_wrong(kind, changes, words):
    assert any(words in problem for problem in TYPES[kind].problems(body(kind, **changes)))


@pytest.mark.parametrize("kind", TYPES)
def test_a_review_says_what_is_right(kind):
    layout, _fields = fields_of(kind)
    raw = as_sent(kind, RIGHT.get(kind, {"": ["Some words"]}), layout)
    response = TYPES[kind].clean(raw, layout)
    rows = TYPES[kind].review(body(kind), layout, response)
    assert all(row.is_right is not False for row in rows)
    assert all(row.given for row in rows)
    assert all(row.right for row in rows if row.is_right)


@given(st.integers(0, 1000))
def test_nothing_on_the_page_of_a_matching_question_tells_what_belongs_together(seed):
    _layout, fields = fields_of("matching", seed=seed)
    for field in fields:
        assert [option.id for option in field.options] == ["1", "2", "3"]


@given(st.permutations(list("abcd")))
def test_a_review_of_an_order_stands_in_the_order_of_the_answer(order):
    layout, _fields = fields_of("ordering")
    response = {letter: place for place, letter in enumerate(order, start=1)}
    rows = TYPES["ordering"].review(body("ordering"), layout, response)
    assert [row.given for row in rows] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("kind", ["short_text", "number", "free_text"])
@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_no_page_can_hold_is_refused(kind, character):
    with pytest.raises(InvalidResponse):
        TYPES[kind].clean({"": [f"x{character}y"]}, [])


def test_a_number_of_thousands_of_digits_is_no_number():
    answer = {"id": "a", "value": "1" * 5000, "tolerance": "0", "points": 100, "feedback": ""}
    assert TYPES["number"].problems(body("number", answers=[answer]))


def test_a_star_is_shown_as_what_it_means():
    answer = {"id": "a", "text": r"focal* \* point", "points": 100, "feedback": ""}
    [row] = TYPES["short_text"].review(body("short_text", answers=[answer]), [], None)
    assert row.right == "focal… * point"
