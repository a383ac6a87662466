"""Each objective is taught in a lesson and has questions enough for the quizzes that draw it."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.courses.content.starter import EDITIONS, Course, blocks, course

TIMES = 2  # what a quiz draws is in the bank so many times over


def untaught(found: Course) -> list[str]:
    """Objectives that no lesson asks a question about."""
    objective_of = {
        f"{bank}/{item['key']}": item["objective"]
        for bank, items in found.banks.items()
        for item in items
    }
    asked = {
        objective_of[check["question"]]
        for lesson in found.lessons.values()
        for check in blocks(lesson, "knowledge_check")
    }
    return [code for code in found.objectives if code not in asked]


def undrawn(found: Course) -> list[str]:
    """Objectives that no quiz that counts asks about."""
    quizzes = [quiz for quiz in found.quizzes if quiz["pass_mark"]]
    drawn = {row["objective"] for quiz in quizzes for row in blocks(quiz, "draw")}
    return [code for code in found.objectives if code not in drawn]


def too_few(found: Course) -> Iterator[str]:
    """Draws for which the bank does not hold twice as many questions."""
    for quiz in found.quizzes:
        wanted = Counter()
        for row in blocks(quiz, "draw"):
            wanted[row["bank"], row["objective"]] += row["count"]
            yield from _too_few_critical(found, row)
        for (bank, objective), count in wanted.items():
            have = sum(item["objective"] == objective for item in _drawable(found, bank))
            if have < TIMES * count:
                yield f"{quiz['slug']} {objective}: draws {count}, there are {have}"


def _too_few_critical(found: Course, row: dict) -> Iterator[str]:
    if row["critical"] != "any":
        fitting = [
            item
            for item in _drawable(found, row["bank"])
            if item["objective"] == row["objective"]
            and item["critical"] == (row["critical"] == "critical")
        ]
        if len(fitting) < row["count"]:
            yield f"{row['objective']} {row['critical']}: draws {row['count']}, {len(fitting)} fit"


def _drawable(found: Course, bank: str) -> list[dict]:
    return [item for item in found.banks[bank] if not item["practice_only"]]


@pytest.mark.parametrize(("slug", "language"), EDITIONS)
def test_each_objective_has_lessons_and_twice_the_questions_drawn(slug, language):
    found = course(slug, language)
    assert found.objectives
    assert untaught(found) == []
    assert undrawn(found) == []
    assert list(too_few(found)) == []


def small_course(**item) -> Course:
    """One objective, one lesson that asks about it, and a quiz that draws one question of it."""
    asked = {"objective": "1.1", "critical": False, "practice_only": False, **item}
    draw = {"bank": "b", "objective": "1.1", "count": 1, "critical": "any"}
    pages = {
        "course.yaml": {"objectives": [{"code": "1.1"}]},
        "lesson": {"kind": "lesson", "body": [{"knowledge_check": {"question": "b/one"}}]},
        "quiz": {"kind": "quiz", "slug": "final", "pass_mark": 80, "blueprint": [{"draw": draw}]},
    }
    items = [{"key": key, **asked} for key in ("one", "two")]
    return Course("small", "en", pages, {}, {"b": items}, [])


def test_a_course_that_teaches_and_asks_what_it_promises_passes():
    found = small_course()
    assert (untaught(found), undrawn(found), list(too_few(found))) == ([], [], [])


def test_an_objective_without_a_lesson_or_a_draw_is_found():
    found = small_course()
    found.pages["course.yaml"]["objectives"].append({"code": "9.9"})
    assert untaught(found) == ["9.9"]
    assert undrawn(found) == ["9.9"]


def test_a_bank_with_less_than_twice_the_draw_is_found():
    found = small_course()
    found.banks["b"].pop()
    assert list(too_few(found)) == ["final 1.1: draws 1, there are 1"]


def test_practice_questions_do_not_count_for_a_draw():
    assert list(too_few(small_course(practice_only=True))) == ["final 1.1: draws 1, there are 0"]


def test_a_draw_of_critical_questions_that_are_not_there_is_found():
    found = small_course()
    found.pages["quiz"]["blueprint"][0]["draw"]["critical"] = "critical"
    assert list(too_few(found)) == ["1.1 critical: draws 1, 0 fit"]
