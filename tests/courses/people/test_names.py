"""What a certificate can carry, and what it says about what it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.forms import EnrolForm
from courses.people.names import describe, normalise, problem_characters
from lms.printing.fonts import is_covered


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Ánh", "O’Connor-Smith", "Ñandú", "محمد علي", "Łukasz", "Çağla", "D'Arcy", "Ó Sé"],
)
def test_the_names_of_the_world_are_fine(name):
    assert problem_characters(normalise(name), is_covered=is_covered) == []


@pytest.mark.parametrize("bad", ["😀", "\u202e", "\x00", "<", "\u0007"])
def test_what_cannot_be_printed_is_named(bad):
    form = EnrolForm({"family_name": f"Di{bad}allo", "time_zone": "UTC"})
    assert not form.is_valid()
    [message] = form.errors["family_name"]
    assert "certificate" in message or "Null" in message


def test_every_problem_is_named_once():
    form = EnrolForm({"family_name": "A★B★C☂", "time_zone": "UTC"})
    assert not form.is_valid()
    [message] = form.errors["family_name"]
    assert message.count("★") == 1
    assert "black star" in message
    assert "umbrella" in message


def test_names_are_kept_in_one_form():
    form = EnrolForm({"family_name": "  Nu\u0301n\u0303ez   Paz ", "time_zone": "UTC"})
    assert form.is_valid()
    assert form.cleaned_data["family_name"] == "N\u00fa\u00f1ez Paz"


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    name = normalise(text)
    assert normalise(name) == name
    for character in problem_characters(name, is_covered=is_covered):
        assert describe(character).isprintable() or character in describe(character)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "UTC\x00"])
def test_a_time_zone_must_be_one_of_the_list(zone):
    assert "time_zone" in EnrolForm({"family_name": "Diallo", "time_zone": zone}).errors
