"""The translations of a course go out to files with it and come back the same."""

import pytest

from courses.exchange.export import export
from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage, LessonPage, Question
from tests.courses.exchange import folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    assert load(folder.write_with_french(tmp_path / "small")).refused == []
    return tmp_path


def exported(path):
    return export(CoursePage.objects.get(locale__language_code="en"), path)


def test_what_is_exported_is_loaded_and_exported_again_byte_for_byte(loaded):
    exported(loaded / "out")
    first = folder.contents(loaded / "out")
    assert {name for name in first if name.startswith(folder.FR)} == {
        f"{folder.FR}/{name}" for name in folder.FILES
    }
    folder.empty_the_database()
    report = load(loaded / "out")
    assert report.refused == []
    exported(loaded / "again")
    assert folder.contents(loaded / "again") == first


def test_what_was_translated_in_wagtail_is_exported_and_then_known(loaded):
    page = LessonPage.objects.get(slug="first-words", locale__language_code="fr")
    page.title = "Les premiers mots"
    page.save_revision().publish()
    exported(loaded / "out")
    assert "title: Les premiers mots" in (loaded / "out" / folder.FR / folder.LESSON).read_text()
    report = load(loaded / "out")
    assert not report.of(Action.CREATED, Action.UPDATED, Action.REFUSED)


def test_what_is_not_translated_is_left_out_and_told(loaded):
    LessonPage.objects.get(slug="at-the-gate", locale__language_code="fr").delete()
    Question.objects.get(key="second", locale__language_code="fr").unpublish()
    report = exported(loaded / "out")
    assert [row.what for row in report.of(Action.LEFT_ALONE)] == [
        f"{folder.FR}/{folder.SECOND}",
        f"{folder.FR}/{folder.BANK} > second",
    ]
    assert not (loaded / "out" / folder.FR / folder.SECOND).exists()


def test_an_export_over_an_older_one_keeps_what_it_does_not_know(loaded):
    out = loaded / "out"
    exported(out)
    names = ("notes.md", "glossary.csv", "from the translator/questions.txt")
    theirs = [out / folder.FR / name for name in names]
    theirs.append(out / "translations/de/course.yaml")
    old = out / folder.FR / "modules/01-listening/09-old.yaml"
    for file in (*theirs, old):
        file.parent.mkdir(exist_ok=True)
        file.write_text("Hello")
    exported(out)
    assert [file for file in theirs if not file.exists()] == []
    assert not old.exists()


def test_a_course_that_is_no_longer_translated_loses_the_folder(loaded):
    out = loaded / "out"
    exported(out)
    for page in CoursePage.objects.filter(locale__language_code="fr"):
        page.delete()
    exported(out)
    assert not (out / folder.FR).exists()
