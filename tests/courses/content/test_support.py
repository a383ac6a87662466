"""A lesson about hard things says so first, and ends with where to find support."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.courses.content.starter import COURSES, EDITIONS, blocks, course, exceptions, texts

FIRST = "child-protection-in-peacekeeping"
HARDEST = ("03-", "04-", "05-", "06-")
LEAST_WORDS = 8  # of a note or a panel that says more than a heading


def unsupported(lesson: dict[str, Any]) -> Iterator[str]:
    folded = [block["note"] for block in blocks(lesson["body"], "content_note")]
    notes = [lesson["content_note"], *folded]
    if not any(len(note.split()) >= LEAST_WORDS for note in notes):
        yield "no content note"
    last = next(iter(lesson["body"][-1:]), {}).get("support", "")
    if sum(len(text.words.split()) for text in texts(last, "")) < LEAST_WORDS:
        yield "no support at the end"


def modules(slug: str, language: str) -> dict[str, list[str]]:
    """What lacks in the lessons of each module that is announced as sensitive."""
    found = course(slug, language)
    return {
        file: [
            f"{name}: {' and '.join(unsupported(lesson))}"
            for name, lesson in found.lessons.items()
            if name.startswith(file.removesuffix("module.yaml")) and any(unsupported(lesson))
        ]
        for file, page in found.pages.items()
        if file.endswith("module.yaml") and page["content_note"]
    }


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_lesson_of_a_sensitive_module_has_a_note_and_support(slug, language):
    """A module with a content note is sensitive; the list names the lessons in it that are not."""
    lacking = {line for lines in modules(slug, language).values() for line in lines}
    assert lacking == exceptions("support", slug, language)


@pytest.mark.parametrize("slug", COURSES)
def test_each_course_has_sensitive_modules(slug):
    assert len(modules(slug, "en")) > 2


@pytest.mark.parametrize("language", [lang for slug, lang in EDITIONS if slug == FIRST])
def test_modules_3_to_6_of_the_first_course_have_no_exception(language):
    """Violations, conduct, encounters and disclosure: here every lesson is sensitive."""
    lacking = modules(FIRST, language)
    hardest = {file: lines for file, lines in lacking.items() if file[8:11] in HARDEST}
    assert len(hardest) == len(HARDEST)
    assert not any(hardest.values())


def small_lesson(**fields) -> dict[str, Any]:
    note = "This lesson speaks about harm to children. You may pause at any time."
    body = [{"heading": "One"}, {"support": f"<p>{note}</p>"}]
    return {"content_note": note, "body": body, **fields}


def test_a_lesson_without_a_note_or_without_support_is_found():
    assert list(unsupported(small_lesson())) == []
    assert list(unsupported(small_lesson(content_note=""))) == ["no content note"]
    assert list(unsupported(small_lesson(body=[{"heading": "One"}]))) == ["no support at the end"]


def test_support_that_is_not_the_end_is_found():
    body = [*small_lesson()["body"], {"heading": "And now"}]
    assert list(unsupported(small_lesson(body=body))) == ["no support at the end"]


def test_a_note_in_the_lesson_is_a_note():
    folded = {"content_note": {"note": small_lesson()["content_note"], "body": []}}
    body = [folded, *small_lesson()["body"]]
    assert list(unsupported(small_lesson(content_note="", body=body))) == []
