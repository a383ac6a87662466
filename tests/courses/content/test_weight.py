"""A lesson is light enough for a phone on a bad line.

The studio weighs each lesson as a learner gets it, compressed, when it is released
(courses/studio/weight.py). Here, without a database, its words are counted as they are, with the
questions and figures that it shows and its whole pictures: more than a phone ever gets.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.courses.content.starter import EDITIONS, STARTER, Course, blocks, course

KB = 1024
AT_MOST = 150 * KB
FRAME = 12 * KB  # of tags and classes that the templates put around the words of a lesson


def weight(found: Course, lesson: dict[str, Any], images: Path) -> int:
    shown = [lesson, *_shown(found, lesson)]
    pictures = {name for name in blocks(lesson["body"], "image") if isinstance(name, str)}
    words = sum(len(str(plain).encode()) for plain in shown)
    return FRAME + words + sum((images / name).stat().st_size for name in pictures)


def _shown(found: Course, lesson: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions and figures of a lesson."""
    asked = {check["question"] for check in blocks(lesson["body"], "knowledge_check")}
    named = [figure for figure in blocks(lesson["body"], "figure") if isinstance(figure, str)]
    for bank, items in found.banks.items():
        yield from (item for item in items if f"{bank}/{item['key']}" in asked)
    yield from (figure for figure in found.figures if figure["key"] in named)


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_no_lesson_is_too_heavy_for_a_phone(slug, language):
    found, images = course(slug, language), STARTER / slug / "images"
    weights = {file: weight(found, lesson, images) for file, lesson in found.lessons.items()}
    assert {file: bytes_ for file, bytes_ in weights.items() if bytes_ >= AT_MOST} == {}


def test_a_heavy_picture_and_a_long_text_are_found(tmp_path):
    (tmp_path / "big.png").write_bytes(b"x" * AT_MOST)
    nothing = Course("small", "en", {}, {}, {}, [])
    light = {"body": [{"rich_text": "<p>Listen.</p>"}]}
    picture = {"body": [{"image": {"image": "big.png"}}]}
    long = {"body": [{"rich_text": "<p>Listen.</p>" * 12_000}]}
    assert weight(nothing, light, tmp_path) < AT_MOST
    assert weight(nothing, picture, tmp_path) >= AT_MOST
    assert weight(nothing, long, tmp_path) >= AT_MOST


def test_the_questions_of_a_lesson_count():
    item = {"key": "one", "prompt": "x" * AT_MOST}
    found = Course("small", "en", {}, {}, {"b": [item]}, [])
    lesson = {"body": [{"knowledge_check": {"question": "b/one"}}]}
    assert weight(found, lesson, Path()) >= AT_MOST
