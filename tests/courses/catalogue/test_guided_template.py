"""A template that learners fill in: what its author may write, and what stands on the page."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.exceptions import ValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.catalogue.guided import GuidedTemplateBlock, problems
from courses.catalogue.lesson import LessonBodyBlock
from lms.users.forms import LoginForm

BLOCK = GuidedTemplateBlock()


def a_part(key: str, kind: str = "line", *options: str) -> dict:
    return {"key": key, "kind": kind, "heading": key.title(), "options": list(options)}


def a_line(name: str, text: str) -> dict:
    """As Wagtail stores it."""
    return {"type": "item", "id": name, "value": text}


def rendered() -> Tag:
    html = BLOCK.render(BLOCK.get_preview_value())
    found = BeautifulSoup(html, "html.parser").section
    assert found
    return found


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([a_part("who"), a_part("steps", "timetable", "Open", "Close")], None),
        ([a_part("who"), a_part("who", "lines")], "Two parts are called “who”."),
        ([a_part("room", "choice", "Here")], "needs a list of two lines"),
        ([a_part("who", "line", "Here")], "a list that nobody would see"),
        ([a_part("a", "minutes"), a_part("b", "minutes")], "one length of the session"),
        ([a_part("a", "timetable"), a_part("b", "timetable")], "one timetable"),
    ],
)
def test_a_template_that_does_not_work_is_refused_in_words(parts, words):
    found = " ".join(str(problem) for problem in problems(parts))
    assert (words in found) if words else not found


def test_the_author_reads_what_is_wrong_beside_the_parts():
    value = BLOCK.meta.preview_value
    value = {**value, "parts": [value["parts"][0], value["parts"][0]]}
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(BLOCK.normalize(value))
    assert list(refused.value.block_errors) == ["parts"]


def test_a_lesson_has_one_template_at_most():
    body = LessonBodyBlock()
    child = {"type": "guided_template", "value": BLOCK.meta.preview_value}
    body.clean(body.to_python([child]))
    with pytest.raises(ValidationError):
        body.clean(body.to_python([child, child]))


def test_each_part_has_its_heading_as_label_its_hint_and_a_place_to_write():
    parts = rendered().select(".guided-part")
    assert [part["data-kind"] for part in parts] == ["lines", "choice", "minutes", "timetable"]
    for part in parts:
        name = f"guided-part-{part['data-key']}"
        assert part.select_one(f"[for={name}], h3[id={name}]")
        assert part.select_one(f"[id={name}-hint]").get_text()
        assert part.select_one(".guided-slot")


def test_a_line_to_choose_has_a_name_that_a_line_put_before_it_does_not_change():
    """What somebody chose is kept under it; in a translation it is the same."""
    part = {**BLOCK.meta.preview_value["parts"][1], "options": [a_line("b", "Outside")]}
    names = []
    for before in ([], [a_line("a", "A tent")]):
        changed = {**part, "options": [*before, *part["options"]]}
        value = BLOCK.to_python({**BLOCK.meta.preview_value, "parts": [changed]})
        html = BeautifulSoup(BLOCK.render(value), "html.parser")
        names.append(html.select(".guided-slot li")[-1]["data-line"])
    assert names == ["b", "b"]


def test_the_timetable_begins_with_the_steps_of_the_author():
    rows = rendered().select(".guided-table tbody th")
    assert [row.get_text() for row in rows] == ["Open", "Close"]


def test_nothing_that_is_written_could_be_sent():
    section = rendered()
    assert not section.find("form")
    assert not section.select("[name]")


def test_it_says_that_the_plan_goes_when_the_session_ends():
    words = str(rendered().find(attrs={"data-when": "kept"}))
    chosen = LoginForm().fields["remember"].label
    assert "when you sign out, when you close the browser, or some time later if you chose" in words
    assert f"“{chosen}”" in words


def test_it_says_that_it_is_no_place_for_cases_or_reports():
    words = rendered().get_text(" ", strip=True)
    assert "Do not enter details of a real case, a real child or a real colleague." in words
    assert "It is not a place to report a concern." in words
