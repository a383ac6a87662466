"""The pseudo-language marks every string that goes through gettext, and nothing else."""

import pytest
from django.utils import formats, translation
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from lms.pseudo import CODE


@pytest.fixture(autouse=True)
def _in_the_pseudo_language():
    with translation.override(CODE):
        yield


def test_a_string_is_wrapped() -> None:
    assert gettext("Mark as done") == "⟦Mark as done⟧"


def test_a_lazy_string_is_wrapped_when_it_is_shown() -> None:
    lazy = gettext_lazy("Mark as done")
    assert str(lazy) == "⟦Mark as done⟧"
    with translation.override("en"):
        assert str(lazy) == "Mark as done"


def test_the_context_of_a_string_is_not_shown() -> None:
    assert pgettext("month", "May") == "⟦May⟧"


@pytest.mark.parametrize(("count", "shown"), [(1, "⟦1 lesson⟧"), (2, "⟦2 lessons⟧")])
def test_plurals_keep_their_number(count: int, shown: str) -> None:
    assert ngettext("%(n)s lesson", "%(n)s lessons", count) % {"n": count} == shown


@pytest.mark.parametrize("message", ["", " "])
def test_an_empty_string_stays_empty(message: str) -> None:
    assert gettext(message) == message


def test_date_formats_still_work() -> None:
    assert "⟦" not in formats.get_format("DATE_FORMAT")


def test_it_is_written_from_right_to_left() -> None:
    assert translation.get_language_bidi()


def test_english_is_untouched() -> None:
    with translation.override("en"):
        assert gettext("Mark as done") == "Mark as done"
