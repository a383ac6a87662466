"""What a lesson or the manual states as fact rests on a source of the fact sheet.

A *fact* here is a document that is named (a treaty, its protocol, a policy, a bulletin, a
declaration), or a number that test_figures.py counts as one. The ``sources.md`` of a course says
for each lesson which keys its statements rest on; the last part of a manual says it for the manual.
A document needs a key that vouches for it; a number one of a source that was seen, so none of G and
D, or a line in exceptions/sources.yaml. The keys are those of docs/courses/sources.md.

All this is by lesson, and for the documents of a manual by manual: which sentence rests on which
key, only a reader can tell. A number in the manual has its key beside it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.courses.content.starter import (
    COURSES,
    EDITIONS,
    STARTER,
    Course,
    Text,
    course,
    exceptions,
    texts,
)
from tests.courses.content.test_figures import dated

SHEET = Path(settings.BASE_DIR) / "docs" / "courses" / "sources.md"
# The line of a lesson: a row of a table or of a list; rows without a name go on with the last one.
ENTRY = re.compile(r"^(?:\| ([a-z0-9-]*[a-z0-9])? *\||- \*\*([a-z0-9-]+)\*\*:)(.*)$", re.MULTILINE)
KEY = re.compile(r"\bS\d+\b|\b[GD]\b|\bfigures\.yaml\b|\bsection \d+(?:\.\d+)?\b")
MANUAL_SOURCES = "versions-and-sources"  # the part of a manual that names what it rests on
LEAST = 8  # facts in the lessons of a course, in any language, or the patterns miss them
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


def lessons(found: Course) -> Iterator[tuple[list[Text], set[str]]]:
    """What each lesson says, and its keys."""
    keys = keys_by_lesson(notes(found.slug))
    for file, lesson in found.lessons.items():
        yield list(texts(lesson, file)), keys.get(lesson["slug"], set())


def parts(found: Course) -> Iterator[tuple[list[Text], set[str]]]:
    """What each part of the manual says, and the keys of the manual."""
    keys = keys_of_manual(found)
    for file, part in found.manual.items():
        yield list(texts(part, file)), keys


def keys_of_manual(found: Course) -> set[str]:
    lists = [part for part in found.manual.values() if part["slug"] == MANUAL_SOURCES]
    return {key for part in lists for text in texts(part, "") for key in keys_in(text)}


def keys_in(text: Text) -> set[str]:
    return set(KEY.findall(text.words))


def unvouched(paragraphs: Iterable[Text], keys: set[str]) -> list[str]:
    """Paragraphs that name a document for which no key vouches."""
    return [
        f"{text.where}: {text.words}"
        for text in paragraphs
        if any(re.search(name, text.words) and not keys & by for name, by in DOCUMENTS.items())
    ]


def loose(paragraphs: Iterable[Text], keys: set[str], language: str) -> set[str]:
    """“where: number” for each number that rests on no source that somebody saw."""
    return set() if keys & (sheet() | {"figures.yaml"}) else dated(list(paragraphs), language)


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_document_that_is_named_has_a_source(slug, language):
    found = course(slug, language)
    pages = [*lessons(found), *parts(found)]
    assert [line for page, keys in pages for line in unvouched(page, keys)] == []


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_number_has_a_source(slug, language):
    found = course(slug, language)
    beside = [([text], keys_in(text)) for part, _keys in parts(found) for text in part]
    said = [loose(page, keys, language) for page, keys in [*lessons(found), *beside]]
    assert set().union(*said) == exceptions("sources", slug, language)


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_the_patterns_find_facts_in_each_language(slug, language):
    pages = [page for page, _keys in lessons(course(slug, language))]
    facts = [[*unvouched(page, set()), *loose(page, set(), language)] for page in pages]
    assert sum(map(len, facts)) > LEAST


@pytest.mark.parametrize("slug", COURSES)
def test_each_lesson_has_its_line_of_sources_and_each_key_is_in_the_sheet(slug):
    keys = keys_by_lesson(notes(slug))
    slugs = {lesson["slug"] for lesson in course(slug).lessons.values()}
    assert slugs - keys.keys() == set()
    assert [lesson for lesson in slugs if not keys[lesson]] == []
    assert unknown(notes(slug)) == set()
    assert unknown(" ".join(keys_of_manual(course(slug)))) == set()


def notes(slug: str) -> str:
    return (STARTER / slug / "sources.md").read_text(encoding="utf-8")


def unknown(text: str) -> set[str]:
    return set(re.findall(r"\bS\d+\b", text)) - sheet()


def test_a_document_that_is_named_without_a_key_is_found():
    named = [Text("here", "The Safe Schools Declaration says so.")]
    assert unvouched(named, {"S42"}) == []
    assert unvouched(named, {"G", "S1"}) == ["here: The Safe Schools Declaration says so."]


@pytest.mark.parametrize("keys", [set(), {"G"}, {"D", "section 4"}, {"S999"}])
def test_a_number_without_a_source_that_somebody_saw_is_found(keys):
    said = [Text("here", "In 2019, 40 children were killed here.")]
    assert loose(said, keys, "en") == {"here: 2019"}
    assert loose(said, keys | {"S28"}, "en") == loose(said, {"figures.yaml"}, "en") == set()
    assert loose([Text("here", "He is 17.")], keys, "en") == set()


def test_a_manual_rests_on_the_keys_of_its_list_only():
    part = {"slug": "who", "title": "Part S28", "body": []}
    sources = {"slug": MANUAL_SOURCES, "title": "", "body": ["SAMHSA (S97) [G]", "(S92 to S95)"]}
    assert keys_of_manual(Course("one", "en", {}, {"a": part}, {}, [])) == set()
    found = Course("one", "en", {}, {"a": part, "b": sources}, {}, [])
    assert keys_of_manual(found) == {"S97", "G", "S92", "S95"}


def test_a_key_that_is_not_in_the_sheet_is_found():
    assert unknown("| one | Two | S1, S999 |") == {"S999"}


def test_rows_without_a_name_go_on_with_the_lesson_before():
    rows = "| one | A | S1 |\n| | B | G |\n- **two**: section 4 (S2)\n"
    assert keys_by_lesson(rows) == {"one": {"S1", "G"}, "two": {"section 4", "S2"}}
