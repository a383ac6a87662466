"""Numbers that go out of date stand in figures.yaml and nowhere else.

What counts as one, in any text that somebody reads: a year; a percentage; a share of people in
words; a number of a hundred or more, and thousands or millions in words. What does not: ages, times
on a clock, hours, minutes, metres, the numbers of articles and objectives, small counts in a story.
Years in the names of documents and the like stand in a list with their reasons.
"""

import re
from collections.abc import Iterator

import pytest

from tests.courses.content.starter import EDITIONS, Text, course, exceptions

YEAR = r"(?<![\d/])(?:19|20)\d\d(?!\d)"
GROUPED = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d{3,}"  # 102; 38,558; 38 558
COUNTED = rf"(?<![\d:/S])(?:{GROUPED})(?![\d:])"
UNITS = (
    r"(?!\W?(?:hours?|heures?|horas?|h|minutes?|minutos?|min|m|met(?:re|er)s?|mètres?|metros?)\b)"
)
IN_WORDS = {
    "en": r"\d[\d.,]* ?(?:%|per ?cent\b)|\b(?:thousands?|millions?|billions?)\b"
    r"|\b(?:half|thirds?|quarters?) of (?:all |the )*(?:child\w*|girls|boys|people|victims)\b"
    r"|\b(?:one|two|three) (?:in|out of) (?:two|three|four|five|six|ten|twenty|\d+)\b",
    "fr": r"\d[\d.,]*\W?(?:%|pour cent\b)|\b(?:mille|milliers|millions?|milliards?)\b"
    r"|\b(?:moitié|tiers|quarts?) des (?:enfants|fill\w*|garçons|personnes|victimes)\b"
    r"|\b(?:une?|deux|trois) (?:enfants? |filles? |garçons? |personnes? )?"
    r"sur (?:deux|trois|quatre|cinq|six|dix|vingt|\d+)\b",
    "es": r"\d[\d.,]*\W?(?:%|por ciento\b)|\b(?:mil|miles|mill(?:ón|ones))\b"
    r"|\b(?:mitad|tercios?|cuartos?) de l[oa]s (?:niñ[oa]s|personas|víctimas)\b"
    r"|\b(?:un[oa]|dos|tres) de cada (?:dos|tres|cuatro|cinco|seis|diez|veinte|\d+)\b",
}


def numbers(words: str, language: str) -> Iterator[str]:
    """Each number in the text that needs a name."""
    pattern = rf"{IN_WORDS[language]}|{YEAR}|{COUNTED}{UNITS}"
    for found in re.finditer(pattern, words, re.IGNORECASE):
        yield found.group().lower()


def dated(texts: Iterator[Text] | list[Text], language: str) -> set[str]:
    """“where: number” for each."""
    return {f"{text.where}: {n}" for text in texts for n in numbers(text.words, language)}


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_statistics_and_dates_come_from_the_file_of_figures(slug, language):
    assert language in IN_WORDS, f"Say how shares and thousands are said in {language}."
    assert dated(course(slug, language).texts(), language) == exceptions("figures", slug, language)


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_figure_says_its_year_and_who_counted(slug, language):
    figures = course(slug, language).figures
    assert figures
    assert [f["key"] for f in figures if not re.search(YEAR, f["text"])] == []
    assert [f["key"] for f in figures if not re.search(YEAR, f["source"])] == []


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("en", "In 2024 there were more.", "2024"),
        ("en", "It is 65% now.", "65%"),
        ("en", "It is 3.65 per cent.", "3.65 per cent"),
        ("en", "They counted 38,558 violations.", "38,558"),
        ("en", "They counted 102 allegations.", "102"),
        ("en", "Thousands of children", "thousands"),
        ("en", "One in five children", "one in five"),
        ("en", "A third of the girls", "third of the girls"),
        ("fr", "38\u202f558 violations", "38\u202f558"),
        ("fr", "La moitié des enfants", "moitié des enfants"),
        ("fr", "3,65 % des réponses", "3,65 %"),
        ("fr", "Un enfant sur cinq", "un enfant sur cinq"),
        ("es", "La mitad de los niños", "mitad de los niños"),
        ("es", "Una de cada cinco niñas", "una de cada cinco"),
    ],
)
def test_a_number_without_a_name_is_found(language, words, number):
    assert dated([Text("here", words)], language) == {f"here: {number}"}


@pytest.mark.parametrize(
    "words",
    ["A girl of 17", "at 14:20", "within 120 hours", "from 200 m", "article 38", "24 people"],
)
def test_ages_clocks_and_distances_are_no_statistics(words):
    assert dated([Text("here", words)], "en") == set()
