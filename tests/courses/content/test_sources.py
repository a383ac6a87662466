"""What a lesson states as fact rests on a source of the fact sheet.

A *paragraph of fact* names a document (a treaty, its protocol, a policy, a bulletin, a declaration)
or holds a number that test_figures.py counts as one. The ``sources.md`` of the course says for each
lesson which keys its statements rest on; a paragraph of fact needs a key that vouches for what it
names. The keys are those of docs/courses/sources.md, and G for what is well known.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.courses.content.starter import COURSES, EDITIONS, STARTER, Text, course, texts
from tests.courses.content.test_figures import numbers

SHEET = Path(settings.BASE_DIR) / "docs" / "courses" / "sources.md"
# The line of a lesson: a row of a table or of a list; rows without a name go on with the last one.
ENTRY = re.compile(r"^(?:\| ([a-z0-9-]*[a-z0-9])? *\||- \*\*([a-z0-9-]+)\*\*:)(.*)$", re.MULTILINE)
KEY = re.compile(r"\bS\d+\b|\b[GD]\b|\bfigures\.yaml\b|\bsection \d+(?:\.\d+)?\b")
LEAST = 8  # paragraphs of fact that a course has in any language, or the patterns miss them
# What a paragraph may name, in any of our languages, and the keys of which one must be there.
DOCUMENTS = {
    r"\b([Tt]he|[Ll]a) Conven(tion|ción)\b": {"G", "S34"},
    r"\b[Pp]rotocole?o?\b": {"G", "S34"},
    r"\b(Paris Principles|Principes et Engagements|Principios y Compromisos)\b": {"G", "S19"},
    r"\b(Vancouver Principles|Princip(es|ios) de Vancouver)\b": {"S19", "S20", "S41"},
    r"\b(Safe Schools|sécurité dans les écoles|Escuelas Seguras)\b": {"S41", "S42"},
    r"\b(UN policy|[Tt]he policy|[Pp]olicy on child protection|child protection policy)\b": {
        "G",
        "S17",
        "S35",
    },
    r"\b[Ll]a politique\b|\b[Ll]a política\b": {"G", "S17", "S35"},
    r"\b(UN bulletin|[Bb]ulletin of the Secretary)": {"S43"},
    r"\bSAMHSA\b": {"S97"},
}


@cache
def sheet() -> set[str]:
    return set(re.findall(r"^- \*\*(S\d+)\*\*", SHEET.read_text(encoding="utf-8"), re.MULTILINE))


def keys_by_lesson(notes: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    lesson = ""
    for row in ENTRY.finditer(notes):
        lesson = row[1] or row[2] or lesson
        found.setdefault(lesson, set()).update(KEY.findall(row[3]))
    return found


def unvouched(paragraphs: list[Text] | Iterator[Text], keys: set[str], language: str) -> list[str]:
    """Paragraphs of fact without a key for what they name."""
    return [
        text.words
        for text in paragraphs
        if not all(keys & wanted for wanted in _wanted(text.words, language))
    ]


def _wanted(words: str, language: str) -> Iterator[set[str]]:
    for name, keys in DOCUMENTS.items():
        if re.search(name, words):
            yield keys
    if any(numbers(words, language)):
        yield {"G", "D", "figures.yaml"} | sheet()


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_paragraph_of_fact_has_a_source(slug, language):
    keys = keys_by_lesson(notes(slug))
    lacking = {
        file: found
        for file, lesson in course(slug, language).lessons.items()
        if (
            found := unvouched(
                texts(lesson["body"], file), keys.get(lesson["slug"], set()), language
            )
        )
    }
    assert lacking == {}
    assert len(of_fact(slug, language)) > LEAST


def of_fact(slug: str, language: str) -> list[str]:
    """All such paragraphs of a course: those that would lack a key if there were none."""
    bodies = [
        texts(lesson["body"], file) for file, lesson in course(slug, language).lessons.items()
    ]
    return [words for body in bodies for words in unvouched(body, set(), language)]


@pytest.mark.parametrize("slug", COURSES)
def test_each_lesson_has_its_line_of_sources_and_each_key_is_in_the_sheet(slug):
    keys = keys_by_lesson(notes(slug))
    lessons = {lesson["slug"] for lesson in course(slug).lessons.values()}
    assert lessons - keys.keys() == set()
    assert [lesson for lesson in lessons if not keys[lesson]] == []
    assert unknown(notes(slug)) == set()


def notes(slug: str) -> str:
    return (STARTER / slug / "sources.md").read_text(encoding="utf-8")


def unknown(text: str) -> set[str]:
    return set(re.findall(r"\bS\d+\b", text)) - sheet()


def test_a_paragraph_that_names_a_document_without_a_key_is_found():
    named = [Text("here", "The Safe Schools Declaration says so.")]
    assert unvouched(named, {"S42"}, "en") == []
    assert unvouched(named, {"G", "S1"}, "en") == [named[0].words]


def test_a_paragraph_with_a_number_without_a_key_is_found():
    assert unvouched([Text("here", "It was in 2019.")], set(), "en") == ["It was in 2019."]
    assert unvouched([Text("here", "He is 17.")], set(), "en") == []


def test_a_key_that_is_not_in_the_sheet_is_found():
    assert unknown("| one | Two | S1, S999 |") == {"S999"}


def test_rows_without_a_name_go_on_with_the_lesson_before():
    rows = "| one | A | S1 |\n| | B | G |\n- **two**: section 4 (S2)\n"
    assert keys_by_lesson(rows) == {"one": {"S1", "G"}, "two": {"section 4", "S2"}}
