"""The manual of the starter course is complete, and its parts agree with one another."""

from functools import cache
from typing import Any

import pytest

from courses.exchange import markup, pagefiles, reading, shape
from courses.exchange.content import Family
from courses.exchange.report import Report
from tests.courses.exchange.folder import STARTER

MESSAGE = "You do not have to prove it. You do have to report it. You do not investigate."
SESSION = [
    *("Purpose", "Objectives", "Timing", "Content note", "Key messages", "Expected answers"),
    *("Common objections", "Adaptations", "Debrief", "Handouts"),
]


@cache
def manual() -> Family:
    report = Report()
    content = reading.read(STARTER, report)
    assert content, [str(row) for row in report.refused]
    assert content.manual
    return content.manual


def parts() -> dict[str, dict[str, Any]]:
    return {part.plain["slug"]: part.plain for part in manual()[1]}


def sessions() -> list[dict[str, Any]]:
    return [part for part in parts().values() if part["minutes"]]


def blocks(part: dict[str, Any], kind: str) -> list[Any]:
    return [block[kind] for block in part["body"] if kind in block]


def test_there_is_a_session_for_each_module_and_the_practicum():
    labels = [session["label"] for session in sessions()]
    assert labels == [*(f"Session {number}" for number in range(1, 8)), "Practicum"]


@pytest.mark.parametrize("number", range(8))
def test_a_session_has_every_part_in_its_order(number):
    headings = blocks(sessions()[number], "heading")
    assert [heading for heading in headings if heading in SESSION] == SESSION
    assert blocks(sessions()[number], "words")
    assert blocks(sessions()[number], "objections")


@pytest.mark.parametrize("number", range(8))
def test_the_clock_of_a_session_agrees_with_its_minutes(number):
    session = sessions()[number]
    [timing] = blocks(session, "timing")
    passed = 0
    for row in timing:
        assert row["clock"] == f"{passed // 60}:{passed % 60:02}", row
        passed += row["minutes"]
    assert passed == session["minutes"]


@pytest.mark.parametrize("number", range(8))
def test_each_step_has_the_number_and_the_minutes_of_the_timing(number):
    session = sessions()[number]
    timing = {row["step"].split()[0]: row["minutes"] for row in blocks(session, "timing")[0]}
    for step in blocks(session, "activity"):
        assert timing[step["title"].split()[0]] == step["minutes"], step["title"]


def test_each_case_asks_for_one_decision_and_says_when_not_to_use_it():
    cases = blocks(parts()["scenario-bank"], "case")
    assert [case["title"].split()[0] for case in cases] == [str(n) for n in range(1, 33)]
    for case in cases:
        assert case["question"]
        assert case["answer"]
        assert case["do_not_use_if"]


def test_the_three_sentences_stand_word_for_word():
    head, children = manual()
    messages = [
        message for page in (head, *children) for message in blocks(page.plain, "key_message")
    ]
    assert messages == [MESSAGE, MESSAGE]


def test_links_lead_to_parts_of_the_manual():
    _head, children = manual()
    known = {part.uuid for part in children}
    for part in children:
        block = pagefiles.stream_block(part.model)
        for text in shape.rich_texts(block, part.plain["body"]):
            assert set(markup.linked_pages(text)) <= known, part.place


def test_the_version_is_the_last_one_of_the_change_log():
    log = blocks(parts()["versions-and-sources"], "table")[1]
    assert log["caption"] == "Change log"
    assert log["rows"][-1][0] == manual()[0].plain["version"]
