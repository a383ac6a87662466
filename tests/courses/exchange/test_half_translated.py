"""A translation that is not whole yet waits; the course itself is loaded all the same."""

import pytest

from courses.exchange.export import export
from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage, LessonPage, Question
from tests.courses.exchange import folder

pytestmark = pytest.mark.django_db

LEFT_OUT = f"left alone: {folder.FR}: It is left out until it has all that the course itself has."


@pytest.fixture
def files(tmp_path):
    return folder.write_with_french(tmp_path / "small")


def languages() -> set[str]:
    return set(CoursePage.objects.values_list("locale__language_code", flat=True))


def told(report) -> list[str]:
    return [str(row) for row in report.of(Action.LEFT_ALONE, Action.TO_NOTE, Action.REFUSED)]


def test_a_missing_file_says_what_to_copy_and_the_language_is_left_out(files):
    (files / folder.FR / folder.LESSON).unlink()
    assert told(load(files)) == [
        LEFT_OUT,
        f"to note: {folder.FR}/{folder.LESSON}: This file is missing. Copy {folder.LESSON} and"
        " translate its texts.",
    ]
    assert languages() == {"en"}


@pytest.mark.parametrize(
    ("name", "take_out", "key"),
    [
        (folder.BANK, lambda data: data["questions"].pop(1), "second"),
        (folder.FIGURES, lambda data: data.clear(), "reports-2024"),
    ],
)
def test_so_is_it_where_a_question_or_a_figure_is_missing(files, name, take_out, key):
    folder.change(files, f"{folder.FR}/{name}", take_out)
    assert told(load(files)) == [
        LEFT_OUT,
        f"to note: {folder.FR}/{name} > {key}: This is missing. Copy it from the course itself and"
        " translate its texts.",
    ]
    assert languages() == {"en"}


def test_a_course_that_is_half_translated_comes_back_from_its_export(files, tmp_path):
    page = load(files).course_page
    LessonPage.objects.get(slug="at-the-gate", locale__language_code="fr").delete()
    Question.objects.get(key="second", locale__language_code="fr").unpublish()
    export(page, tmp_path / "out")
    folder.empty_the_database()
    assert load(tmp_path / "out").refused == []
    assert languages() == {"en"}
    assert LessonPage.objects.filter(slug="at-the-gate", live=True).exists()


def test_an_export_leaves_the_files_of_a_language_alone_that_was_never_whole(files):
    (files / folder.FR / folder.LESSON).unlink()
    theirs = (files / folder.FR / folder.SECOND).read_bytes()
    export(load(files).course_page, files)
    assert (files / folder.FR / folder.SECOND).read_bytes() == theirs


def test_what_is_there_of_the_language_stays_and_is_told_once(files):
    load(files)
    (files / folder.FR / folder.LESSON).unlink()
    folder.change(files, folder.SECOND, lambda data: data.update(title="At the fence"))
    assert told(load(files))[0] == LEFT_OUT
    assert len(told(load(files))) == 2
    french = LessonPage.objects.get(slug="at-the-gate", locale__language_code="fr")
    assert (french.title, french.live) == ("fr At the gate", True)
    assert LessonPage.objects.filter(title="At the fence").exists()
