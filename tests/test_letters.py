"""Every letter of the site in every language: none of its English is left.

A letter is drawn twice, with nothing known and with everything that it may ask for, so that each
branch of its template is read. Where it has names, titles and days there stands a number.
"""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lms import pseudo
from tests.factories.letters import words_of

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LETTERS = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("emails/*", "*/email")
    for path in TEMPLATES.glob(f"{folder}/*.*")
)
CODES = [code for code, _name in settings.LANGUAGES if code not in ("en", pseudo.CODE)]
NUMBER = "00000000-0000-0000-0000-000000000000"
KNOWN = {"base_url": "https://learn.example.org", "minutes": 5}


class Everything(dict[str, object]):
    """It has whatever is asked of it, and that has the same again."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> object:
        return self

    def __str__(self) -> str:
        return NUMBER


@pytest.fixture
def _what_is_missing_is_a_number(settings) -> None:
    [engine] = settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": NUMBER}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]


def said(name: str, language: str) -> set[tuple[str, str]]:
    """The words that stand side by side, two of which make a language, and the first and last."""
    with translation.override(language):
        drawn = [render_to_string(name, context) for context in (KNOWN, Everything(KNOWN))]
    found = {pair for letter in drawn for pair in pairwise(["", *words_of(letter), ""])}
    return {pair for pair in found if not re.search(r"\d", "".join(pair))}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.usefixtures("_what_is_missing_is_a_number")
def test_nothing_in_a_letter_is_left_in_english(name, code):
    english = said(name, "en")
    assert english, "Nothing is read of it."
    assert english & said(name, code) == set()


def test_the_letters_of_the_courses_and_of_the_account_are_among_them():
    parts = {"emails/paid/subject.txt", "emails/paid/body.txt", "emails/paid/body.html"}
    assert parts | {"account/email/login_code_subject.txt"} <= set(LETTERS)


@pytest.mark.usefixtures("_what_is_missing_is_a_number")
def test_each_branch_of_a_letter_is_read():
    words = {word for pair in said("emails/paid/body.txt", "en") for word in pair}
    assert {"seats", "open"} <= words  # to an organisation, and to a learner
