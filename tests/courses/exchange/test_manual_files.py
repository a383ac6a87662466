"""The facilitator manual goes in with its course and comes out with it."""

import shutil

import pytest

from courses.exchange.export import export
from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage, ManualPage, ManualPartPage
from tests.courses.exchange import folder
from tests.factories.courses import publish

pytestmark = pytest.mark.django_db

HEAD, FIRST, SECOND = "manual/manual.yaml", "manual/01-who.yaml", "manual/02-cases.yaml"
CASE = {
    "title": "1 The beard",
    "situation": "He says 19.",
    "question": "What do you do?",
    "answer": "A child, in doubt.",
    "do_not_use_if": "learners could be teased.",
}
TIMING = [{"clock": "0:00", "minutes": 5, "step": "1 Start", "keep": "Core"}]
ACTIVITY = {"title": "1 Start", "minutes": 5, "body": [{"words": "“Welcome.”"}]}
MANUAL = {
    HEAD: {
        "title": "Manual",
        "slug": "facilitator-manual",
        "version": "0.2",
        "audience": "Trainers",
        "training": "learn-to-teach",
    },
    FIRST: {
        "label": "Session 1",
        "title": "Who is a child?",
        "slug": "first-words",  # as a lesson has it too: that is another folder
        "minutes": 50,
        "body": [
            {"timing": TIMING},
            {"activity": ACTIVITY},
            {"objections": [{"says": "“At 16?”", "answer": "“Under 18.”"}]},
        ],
    },
    SECOND: {
        "title": "Cases",
        "slug": "cases",
        "body": [
            {"case": CASE},
            {"checklist": ["Handouts counted"]},
            {"form": {"title": "", "lines": ["Focal point"]}},
            {"rich_text": "<h3>More</h3>\n<p>Later.</p>\n"},
        ],
    },
}


@pytest.fixture
def files(tmp_path):
    return folder.write(tmp_path / "small", {**folder.FILES, **MANUAL})


def test_a_manual_is_loaded_with_its_course(files):
    assert load(files).refused == []
    manual = ManualPage.objects.get()
    assert manual.live
    assert manual.get_parent().specific == CoursePage.objects.get()
    parts = [page.slug for page in manual.get_children()]
    assert parts == ["first-words", "cases"]
    assert ManualPartPage.objects.get(slug="cases").body[0].value["answer"] == "A child, in doubt."


def test_loading_it_again_changes_nothing(files):
    load(files)
    before = folder.everything()
    assert {row.action for row in load(files).rows} == {Action.UNCHANGED}
    assert folder.everything() == before


def test_a_change_in_the_files_changes_that_part_and_no_other(files):
    load(files)
    folder.change(files, SECOND, lambda data: data.update(title="More cases"))
    assert [row.what for row in load(files).of(Action.UPDATED)] == [SECOND]
    assert ManualPartPage.objects.get(slug="cases").title == "More cases"


def test_what_was_edited_in_wagtail_is_not_overwritten(files):
    load(files)
    part = ManualPartPage.objects.get(slug="cases")
    part.title = "Ours"
    publish(part)
    assert "It was edited since it was loaded." in folder.refusals(load(files))
    assert load(files, overwrite=True).refused == []
    assert ManualPartPage.objects.get(slug="cases").title == "Cases"


def test_the_order_of_the_files_is_that_of_the_parts(files):
    load(files)
    (files / SECOND).rename(files / "manual/00-cases.yaml")
    assert load(files).refused == []
    parts = [page.slug for page in ManualPage.objects.get().get_children()]
    assert parts == ["cases", "first-words"]


def test_it_comes_back_from_an_export_as_it_was(files, tmp_path):
    page = load(files).course_page
    export(page, tmp_path / "out")
    first = folder.contents(tmp_path / "out")
    assert {name for name in first if name.startswith("manual/")} == {
        HEAD,
        "manual/01-first-words.yaml",
        SECOND,
    }
    assert b"uuid" not in b"".join(first.values())
    folder.empty_the_database()
    export(load(tmp_path / "out").course_page, tmp_path / "again")
    assert folder.contents(tmp_path / "again") == first


def test_a_part_that_is_not_published_is_left_out_and_named(files, tmp_path):
    page = load(files).course_page
    ManualPartPage.objects.get(slug="cases").unpublish()
    report = export(page, tmp_path / "out")
    assert [row.what for row in report.of(Action.LEFT_ALONE)] == ["cases"]
    assert not (tmp_path / "out" / SECOND).exists()


def test_an_export_takes_a_manual_away_that_is_gone(files, tmp_path):
    page = load(files).course_page
    export(page, tmp_path / "out")
    ManualPage.objects.get().delete()
    export(CoursePage.objects.get(), tmp_path / "out")
    assert not (tmp_path / "out/manual").exists()


# --- in another language -------------------------------------------------------------------------


def in_french(*names: str) -> dict:
    return {f"{folder.FR}/{name}": folder.in_french(MANUAL[name]) for name in names}


@pytest.fixture
def half_translated(files):
    """The course has a translation into French, its manual has none."""
    return folder.write_with_french(files)


def test_a_course_may_be_translated_before_its_manual(half_translated, tmp_path):
    assert load(half_translated).refused == []
    assert ManualPage.objects.get().locale.language_code == "en"
    report = export(CoursePage.objects.get(locale__language_code="en"), tmp_path / "out")
    assert [row.what for row in report.of(Action.LEFT_ALONE)] == [f"{folder.FR}/manual"]
    assert {row.action for row in load(tmp_path / "out").rows} == {Action.UNCHANGED}


def test_a_translated_manual_goes_in_and_comes_out_with_its_course(half_translated, tmp_path):
    folder.write(half_translated, in_french(*MANUAL))
    assert load(half_translated).refused == []
    french = ManualPage.objects.get(locale__language_code="fr")
    assert (french.title, french.version) == ("fr Manual", "0.2")
    assert [page.title for page in french.get_children()] == ["fr Who is a child?", "fr Cases"]
    page = CoursePage.objects.get(locale__language_code="en")
    export(page, tmp_path / "out")
    first = folder.contents(tmp_path / "out")
    assert f"{folder.FR}/{SECOND}" in first
    folder.empty_the_database()
    export(load(tmp_path / "out").course_page, tmp_path / "again")
    assert folder.contents(tmp_path / "again") == first


def test_a_manual_is_translated_whole_or_not_at_all(half_translated):
    folder.write(half_translated, in_french(HEAD, FIRST))
    assert f"{folder.FR}/{SECOND}" in [r.what for r in load(half_translated).of(Action.TO_NOTE)]
    assert not ManualPage.objects.filter(locale__language_code="fr").exists()


def test_a_manual_stays_beside_files_without_it_and_that_is_told(half_translated):
    folder.write(half_translated, in_french(*MANUAL))
    load(half_translated)
    shutil.rmtree(half_translated / folder.FR / "manual")
    report = load(half_translated)
    assert report.refused == []
    assert [str(row) for row in report.of(Action.LEFT_ALONE)] == [
        f"left alone: {folder.FR}/manual: The files have no manual in this language."
    ]
    assert ManualPage.objects.get(locale__language_code="fr").live


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        (HEAD, {"version": None}, "manual/manual.yaml > version: This must be text"),
        (FIRST, {"minutes": "long"}, "manual/01-who.yaml > minutes: This must be a whole number."),
        (FIRST, {"body": [{"scenario": {}}]}, "the names are heading, rich_text"),
        (FIRST, {"body": [{"activity": {**ACTIVITY, "minutes": 0}}]}, "greater than or equal to 1"),
        (SECOND, {"slug": "first-words"}, "“first-words” is there twice."),
        (SECOND, {"body": [{"case": {**CASE, "do_not_use_if": ""}}]}, "This field is required."),
    ],
)
def test_what_is_amiss_is_refused_with_its_place(files, name, change, words):
    folder.change(files, name, lambda data: data.update(change))
    assert words in folder.refusals(load(files))
    assert not ManualPage.objects.exists()


def test_a_manual_without_its_head_is_refused(files):
    (files / HEAD).unlink()
    assert "manual/manual.yaml: This file is missing." in folder.refusals(load(files))
