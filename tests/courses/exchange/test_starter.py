"""The starter course keeps the rules that its content was written by."""

from collections import Counter
from functools import cache
from itertools import chain

import pytest

from courses.catalogue.items import LessonPage, QuizPage
from courses.exchange import pagefiles, reading, shape
from courses.exchange.content import Content, PageEntry
from courses.exchange.report import Report
from courses.questions.types import TYPES
from tests.courses.exchange.folder import STARTER

MAIN, PRACTICE = STARTER.name, f"{STARTER.name}-practice"


@cache
def starter() -> Content:
    report = Report()
    content = reading.read(STARTER, report)
    assert content, report.refused
    return content


def bank(slug: str) -> list[dict]:
    found = next(bank for bank in starter().banks if bank.plain["slug"] == slug)
    return [question.plain for question in found.questions]


def pages(model: type) -> list[PageEntry]:
    return [page for page in starter().pages if page.model is model]


def drawn(slug: str = "final-quiz") -> list[dict]:
    (quiz,) = [page for page in pages(QuizPage) if page.plain["slug"] == slug]
    return [row["draw"] for row in quiz.plain["blueprint"]]


def words(html: str) -> int:
    return len(html.split())


ITEMS, PRACTICE_ITEMS = bank(MAIN), bank(PRACTICE)
LESSONS = pages(LessonPage)


def name(entry) -> str:
    return entry["key"] if isinstance(entry, dict) else entry.plain["slug"]


def test_the_bank_has_the_items_of_the_blueprint():
    counts = Counter(item["objective"][0] for item in ITEMS)
    least = {"1": 8, "2": 8, "3": 14, "4": 18, "5": 10, "6": 12, "7": 4}
    assert all(counts[module] >= number for module, number in least.items()), counts


def test_the_final_quiz_draws_what_each_module_weighs():
    weights = Counter()
    for row in drawn():
        weights[row["objective"][0]] += row["count"]
    assert weights == {"1": 3, "2": 3, "3": 6, "4": 8, "5": 4, "6": 5, "7": 1}


def test_the_test_before_the_course_asks_ten_of_the_same_objectives():
    before = drawn("what-do-you-know-already")
    assert sum(row["count"] for row in before) == 10
    assert {row["objective"] for row in before} <= {row["objective"] for row in drawn()}


def test_a_quiz_leaves_at_least_as_many_again():
    for objective in {row["objective"] for row in drawn()}:
        need = sum(row["count"] for row in drawn() if row["objective"] == objective)
        have = sum(item["objective"] == objective for item in ITEMS)
        assert have >= 2 * need, objective


def test_every_row_finds_its_critical_questions():
    have = Counter((item["objective"], item["critical"]) for item in ITEMS)
    for row in drawn():
        if row["critical"] != "any":
            assert have[row["objective"], row["critical"] == "critical"] >= row["count"], row
    assert {objective for objective, critical in have if critical} == {"4.1", "4.3", "6.1", "6.2"}
    assert sum(row["count"] for row in drawn() if row["critical"] == "critical") == 6


@pytest.mark.parametrize("item", [*ITEMS, *PRACTICE_ITEMS], ids=name)
def test_a_question_is_whole(item):
    assert TYPES[item["type"]].problems(item) == []
    assert item["objective"] in [row["code"] for row in starter().course.plain["objectives"]]
    choices = item.get("choices", [])
    assert all(words(choice["feedback"]) >= 4 for choice in choices)
    assert not any("of the above" in choice["text"].lower() for choice in choices)
    if item["type"] == "single_choice":
        assert len(item["choices"]) == 4
    if item["type"] == "multiple_choice":
        assert "all that apply" in item["prompt"]


def test_the_right_answer_has_no_favourite_place_and_no_favourite_length():
    single = [item["choices"] for item in ITEMS if item["type"] == "single_choice"]
    places = Counter(next(n for n, c in enumerate(cs) if c["correct"]) for cs in single)
    assert all(places[n] >= len(single) / 8 for n in range(4)), places
    longest = [max(cs, key=lambda choice: len(choice["text"]))["correct"] for cs in single]
    assert sum(longest) <= len(single) * 0.4


def test_practice_repeats_no_item_and_is_marked_as_practice():
    assert all(item["practice_only"] for item in PRACTICE_ITEMS)
    assert not any(item["practice_only"] for item in ITEMS)
    prompts = Counter(item["prompt"] for item in [*ITEMS, *PRACTICE_ITEMS])
    assert max(prompts.values()) == 1


def test_every_practice_question_is_asked_once():
    asked = Counter(ref for lesson in LESSONS for _model, ref in references(lesson))
    for item in PRACTICE_ITEMS:
        assert asked[f"{PRACTICE}/{item['key']}"] == 1, item["key"]


def references(lesson: PageEntry) -> list[tuple[type, str]]:
    return shape.references(pagefiles.stream_block(LessonPage), lesson.plain["body"])


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_lesson_is_a_few_minutes_of_more_than_text(lesson):
    assert 3 <= lesson.plain["minutes"] <= 8
    assert lesson.plain["summary"]
    kinds = {kind for block in lesson.plain["body"] for kind in block}
    assert len(kinds) >= 4
    assert kinds & {"knowledge_check", "scenario", "content_note", "sorting", "dialogue"}


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_sensitive_lesson_ends_with_support(lesson):
    kinds = [kind for block in lesson.plain["body"] for kind in block]
    if lesson.plain["content_note"] or "content_note" in kinds:
        assert kinds[-1] == "support"


@pytest.mark.parametrize("lesson", LESSONS, ids=name)
def test_a_lesson_holds_prose_links_and_numbers_that_last(lesson):
    block = pagefiles.stream_block(LessonPage)
    texts = [value for _leaf, value in shape.walk(block, lesson.plain["body"])]
    prose = " ".join(text for text in texts if isinstance(text, str))
    for figure in starter().figures:
        assert figure.plain["text"] not in prose
    assert "CPTM" not in prose
    assert "<a " not in prose


def test_the_market_has_endings_of_every_kind():
    market = next(lesson for lesson in LESSONS if lesson.plain["slug"] == "the-market")
    note = next(block["content_note"] for block in market.plain["body"] if "content_note" in block)
    (story,) = [block["scenario"] for block in note["body"] if "scenario" in block]
    assert {node["ending"] for node in story["nodes"]} == {"", "good", "mixed", "poor"}
    assert all(choice["feedback"] for choice in chain(*(n["choices"] for n in story["nodes"])))
    assert words(note["alternative"]) > 30
