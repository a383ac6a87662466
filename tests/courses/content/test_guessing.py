"""Nobody passes by a trick: three fixed ways to guess, each tried on every bank.

A way to guess gives each option points and takes the options with the most, one for each that is
right; among options with as many points it draws lots. So a question counts with its *expected
value*: of one right option among n that share the most points, 1/n. Counted are the questions with
options of their own words, one right or several (all of them must be hit, and no other); the two
of “true or false” are always the same words, and pairs have no options.
"""

import re
from collections.abc import Callable
from math import comb
from typing import Any

import pytest

from tests.courses.content.starter import EDITIONS, TAG, course

AT_MOST = 0.35
COMPARABLE = ("single_choice", "multiple_choice")
SHORTEST_WORD = 4  # letters; shorter ones stand in every sentence
WORD = re.compile(r"[^\W\d_]+")
# Words that allow no exception; somebody who writes tests often puts them into wrong options.
ABSOLUTE = {
    "en": "all always every everybody everyone everything everywhere never no nobody none nothing"
    " nowhere only anybody anyone anything completely entirely",
    "fr": "tout toute tous toutes toujours jamais aucun aucune rien personne seul seule seuls"
    " seules seulement uniquement chaque partout absolument totalement entièrement",
    "es": "todo toda todos todas siempre nunca jamás nada nadie ningún ninguno ninguna solo sólo"
    " sola solamente únicamente cada absolutamente totalmente completamente",
}

Points = Callable[[str, str, str], float]


def words(text: str) -> list[str]:
    return WORD.findall(TAG.sub(" ", text).lower())


def longest(option: str, prompt: str, language: str) -> float:
    return len(option)


def shared_with_the_prompt(option: str, prompt: str, language: str) -> float:
    """How many different words of the prompt stand in the option."""
    return len({word for word in words(prompt) if len(word) >= SHORTEST_WORD} & {*words(option)})


def without_an_absolute_word(option: str, prompt: str, language: str) -> float:
    return not {*words(option)} & {*ABSOLUTE[language].split()}


WAYS = [longest, shared_with_the_prompt, without_an_absolute_word]


def expected(item: dict[str, Any], way: Points, language: str) -> float:
    """How often a guesser gets the question right."""
    choices = item["choices"]
    points = [way(choice["text"], item["prompt"], language) for choice in choices]
    right = {number for number, choice in enumerate(choices) if choice["correct"]}
    least = sorted(points, reverse=True)[len(right) - 1]
    sure = {number for number, got in enumerate(points) if got > least}
    lots = {number for number, got in enumerate(points) if got == least}
    if not sure <= right <= sure | lots:
        return 0
    return 1 / comb(len(lots), len(right) - len(sure))


def score(items: list[dict[str, Any]], way: Points, language: str) -> float:
    counted = [item for item in items if item["type"] in COMPARABLE]
    return sum(expected(item, way, language) for item in counted) / len(counted)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_a_guesser_gets_about_one_in_three_at_most(slug, language, way):
    assert language in ABSOLUTE, f"Say which words are absolute in {language}."
    found = course(slug, language)
    for items in (found.items, *found.banks.values()):
        assert score(items, way, language) <= AT_MOST


def small_item(*texts: str, right: int = 1, prompt: str = "<p>What do you do?</p>") -> dict:
    """The first options are the right ones."""
    choices = [{"text": text, "correct": number < right} for number, text in enumerate(texts)]
    return {"type": "single_choice", "prompt": prompt, "choices": choices}


def test_a_bank_whose_right_options_are_longest_is_found():
    assert score([small_item("the longest", "short", "small")], longest, "en") == 1
    assert score([small_item("short", "the longest", "small")], longest, "en") == 0


def test_a_bank_whose_right_options_repeat_the_prompt_is_found():
    prompt = "<p>The <b>girl</b> speaks. Whom do you tell?</p>"
    item = small_item("The girl first", "The boy first", prompt=prompt)
    assert score([item], shared_with_the_prompt, "en") == 1


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "Tell the adviser", "Never tell the adviser"),
        ("fr", "Avertir la conseillère", "Avertir toujours la conseillère"),
        ("es", "Avisar a la asesora", "Avisar siempre a la asesora"),
    ],
)
def test_a_bank_whose_wrong_options_are_absolute_is_found(language, right, wrong):
    assert score([small_item(right, wrong)], without_an_absolute_word, language) == 1


def test_options_with_as_many_points_count_as_drawn_by_lot():
    assert expected(small_item("abc", "def", "ghi", "x"), longest, "en") == 1 / 3
    assert expected(small_item("abc", "def", "ghi", "x", right=2), longest, "en") == 1 / 3
    assert expected(small_item("abcd", "def", "ghi", right=2), longest, "en") == 1 / 2
    assert expected(small_item("abc", "defg", "x", right=2), longest, "en") == 1
