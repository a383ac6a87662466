"""The courses needed first come in from files and go out again, in any order of loading."""

import pytest
from django.core.management import CommandError, call_command

from courses.editions.check import check
from courses.editions.snapshot import take
from courses.exchange.export import export
from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage, CoursePrerequisite, Edition
from courses.studio.release import release
from tests.courses.exchange import folder
from tests.courses.exchange.folder import COURSE, FILES, refusals
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

NEEDED = [{"course": "first-course", "min_score": 90}]


def files(tmp_path, needed=NEEDED):
    course = {**FILES[COURSE], "prerequisites": needed}
    return folder.write(tmp_path, {**FILES, COURSE: course})


def frozen() -> list[dict]:
    return Edition.objects.latest("pk").policy["prerequisites"]


def test_what_is_needed_first_is_loaded_and_loading_again_changes_nothing(tmp_path) -> None:
    make_course(slug="first-course")
    report = load(files(tmp_path))
    assert {row.action for row in report.rows} == {Action.CREATED}
    row = CoursePrerequisite.objects.get()
    assert (row.course_slug, row.min_score) == ("first-course", 90)
    assert {row.action for row in load(tmp_path).rows} == {Action.UNCHANGED}
    assert CoursePrerequisite.objects.get() == row


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_course_that_is_not_here_yet_is_a_line_to_note(tmp_path, dry_run) -> None:
    report = load(files(tmp_path), dry_run=dry_run)
    [row] = report.of(Action.TO_NOTE)
    assert row.what == "course.yaml > prerequisites > 1"
    assert "There is no course “first-course” here yet." in row.reason
    assert report.refused == []


def test_a_release_freezes_the_course_whichever_is_loaded_first(tmp_path) -> None:
    second = load(files(tmp_path / "second")).course_page
    [advice] = [finding for finding in check(second) if "“first-course”" in finding.message]
    assert not advice.blocking
    before = release(course_page=second)
    course = {**FILES[COURSE], "slug": "first-course"}
    first = load(folder.write(tmp_path / "first", {**FILES, COURSE: course})).course_page
    assert frozen() == [
        {"course": str(first.translation_key), "slug": "first-course", "min_score": 90}
    ]
    assert take(second).checksum == before.checksum


def test_a_course_made_in_wagtail_is_found_by_its_short_name(tmp_path) -> None:
    first = make_course(slug="first-course")
    release(course_page=load(files(tmp_path)).course_page)
    assert frozen()[0]["course"] == str(first.page.translation_key)


def test_they_go_out_as_they_came_in(tmp_path) -> None:
    page = load(files(tmp_path / "in")).course_page
    export(page, tmp_path / "out")
    written = (tmp_path / "out" / COURSE).read_text()
    assert written.endswith("prerequisites:\n  - course: first-course\n    min_score: 90\n")
    folder.empty_the_database()
    assert load(tmp_path / "out").refused == []
    assert CoursePrerequisite.objects.get().min_score == 90


def test_a_course_that_needs_none_says_nothing_of_it(tmp_path) -> None:
    page = load(folder.write(tmp_path / "in")).course_page
    export(page, tmp_path / "out")
    assert "prerequisites" not in (tmp_path / "out" / COURSE).read_text()
    assert "prerequisites" not in release(course_page=page).policy


def test_taking_them_out_of_the_file_takes_them_away(tmp_path) -> None:
    load(files(tmp_path))
    load(files(tmp_path, []))
    assert not CoursePrerequisite.objects.exists()


@pytest.mark.parametrize(
    ("needed", "why"),
    [
        ("first-course", "This must be a list"),
        (["first-course"], "This must be a mapping"),
        ([{"min_score": 90}], "“course” is missing."),
        ([{"course": "first-course", "min_score": 101}], "less than or equal to 100"),
        ([{"course": "first-course", "min_score": "90"}], "This must be a whole number."),
        ([{"course": "First course"}], "valid “slug”"),
        ([{"course": "first-course", "score": 90}], "“score” is not known here."),
        ([*NEEDED, {"course": "first-course"}], "“first-course” is there twice."),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(tmp_path, needed, why) -> None:
    assert why in refusals(load(files(tmp_path, needed)))
    assert not CoursePage.objects.exists()


def test_a_course_that_needs_itself_is_not_released(tmp_path) -> None:
    path = files(tmp_path, [{"course": "small-course"}])
    with pytest.raises(CommandError):
        call_command("load_course", str(path), "--release", verbosity=0)


def test_two_courses_that_need_each_other_are_not_both_released(tmp_path) -> None:
    first = make_course(slug="first-course")
    release(course_page=load(files(tmp_path)).course_page)
    first.page.prerequisites.add(CoursePrerequisite(course_slug="small-course"))
    first.page.save()
    [found] = [f for f in check(first.page) if f.blocking]
    assert "one would need this course itself" in found.message
