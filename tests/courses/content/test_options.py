"""What each question offers: feedback that teaches, lengths that tell nothing, no way out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.courses.content.starter import EDITIONS, SOURCE, blocks, course

LEAST_WORDS = 4  # of feedback that says more than yes or no
LEAST_WORDS_OF_A_CARD = 2  # it may only name what a card belongs to
LONGEST_AT_MOST = 0.35
# “All of the above” and its kin, in each language that a course is in.
ALL_OR_NONE = {
    "en": r"\b(all|none|both|neither|any|either) of (the|these|those|them)\b.*"
    r"\b(above|below|answers?|options?|choices?)\b|^(all|none|both|neither) of (them|these)\W*$",
    "fr": r"\b(toutes?|tous|aucune?|les deux)\b.*\b(réponses?|propositions?|options?|ci-dessus"
    r"|précédente?s?)\b|^(toutes|tous|aucune?) (de )?(ces|ceux|celles)\b",
    "es": r"\b(todas?|todos|ningun[oa]|ambas)\b.*\b(respuestas?|opciones|anteriores|de arriba)\b",
}


def without_feedback(item: dict[str, Any]) -> Iterator[str]:
    """Options of a question, or choices of a scenario, that do not say what they teach."""
    for option in options(item):
        least = LEAST_WORDS_OF_A_CARD if "group" in option else LEAST_WORDS
        if len(option.get("feedback", "").split()) < least:
            yield f"{item.get('key') or item['slug']}: {option.get('text') or option}"


def options(plain: dict[str, Any]) -> list[dict[str, Any]]:
    """Whatever somebody chooses, pairs or sorts."""
    kinds = ("choices", "pairs", "cards")
    found = [option for kind in kinds for row in blocks(plain, kind) for option in row]
    return [option for option in found if "front" not in option]  # flash cards ask nothing


def says_all_or_none(text: str, language: str) -> bool:
    return bool(re.search(ALL_OR_NONE[language], text.lower()))


def right_is_longest(item: dict[str, Any]) -> bool:
    """No other option is longer; one that is as long does not help."""
    longest = max(len(choice["text"]) for choice in item["choices"])
    return any(choice["correct"] and len(choice["text"]) == longest for choice in item["choices"])


def share_of_longest(items: list[dict[str, Any]]) -> float:
    """Of the questions with one right option among words of their own."""
    single = [item for item in items if item["type"] == "single_choice"]
    return sum(map(right_is_longest, single)) / len(single)


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_every_option_has_feedback(slug, language):
    found = course(slug, language)
    asking = [*found.items, *found.lessons.values()]
    assert sum(len(options(one)) for one in asking) > len(found.items)
    assert [line for one in asking for line in without_feedback(one)] == []


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_no_option_is_all_or_none_of_the_others(slug, language):
    assert language in ALL_OR_NONE, f"Say how “all of the above” is said in {language}."
    asked = course(slug, language).items
    choices = [choice["text"] for item in asked for choice in item.get("choices", [])]
    assert [text for text in choices if says_all_or_none(text, language)] == []


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_the_right_option_is_seldom_the_longest(slug, language):
    for bank, items in course(slug, language).banks.items():
        assert share_of_longest(items) <= LONGEST_AT_MOST, bank


def small_item(*texts: str, feedback: str = "It teaches what happens next.") -> dict[str, Any]:
    """The first option is the right one."""
    choices = [
        {"text": text, "correct": number == 0, "feedback": feedback}
        for number, text in enumerate(texts)
    ]
    return {"key": "small", "type": "single_choice", "choices": choices}


def test_an_option_without_feedback_is_found():
    assert list(without_feedback(small_item("Go", "Stay"))) == []
    assert list(without_feedback(small_item("Go", "Stay", feedback="No."))) == [
        "small: Go",
        "small: Stay",
    ]
    del (item := small_item("Go"))["choices"][0]["feedback"]
    assert list(without_feedback(item)) == ["small: Go"]


def test_a_card_may_name_where_it_belongs_but_not_say_nothing():
    card = {"text": "Hide it", "group": 1, "feedback": "The Convention."}
    assert list(without_feedback({"key": "sort", "cards": [card]})) == []
    assert list(without_feedback({"key": "sort", "cards": [{**card, "feedback": "Yes."}]})) == [
        "sort: Hide it"
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "All of the above"),
        ("en", "None of these answers."),
        ("en", "Both of them"),
        ("fr", "Toutes les réponses ci-dessus"),
        ("fr", "Aucune de ces réponses"),
        ("fr", "Toutes ces propositions"),
        ("es", "Todas las anteriores"),
        ("es", "Ninguna de estas opciones"),
    ],
)
def test_all_or_none_of_the_others_is_found(language, text):
    assert says_all_or_none(text, language)


def test_an_honest_option_with_all_or_none_is_left_alone():
    assert not says_all_or_none("I tell all of them to wait", SOURCE)
    assert not says_all_or_none("Je les préviens tous avant midi", "fr")
    assert not says_all_or_none("No lo digo a ninguno de ellos", "es")


def test_a_bank_that_gives_itself_away_by_length_is_found():
    long, short = small_item("longer", "short"), small_item("short", "longer")
    assert share_of_longest([long, short, short]) <= LONGEST_AT_MOST
    assert share_of_longest([long, long, short]) > LONGEST_AT_MOST
    assert right_is_longest(small_item("as long", "as much"))
