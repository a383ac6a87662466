"""A course comes in from files: all of it or nothing, and never over somebody's work."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from courses.editions.snapshot import take
from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CourseIndexPage, CoursePage, Edition, LessonPage, Question, QuizPage
from tests.courses.exchange import folder
from tests.courses.exchange.folder import refusals
from tests.factories.courses import make_course, make_lesson
from tests.factories.images import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return folder.write(tmp_path / "small")


def lesson(slug="first-words") -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def slugs() -> list[str]:
    course = CoursePage.objects.get(slug="small-course")
    return list(course.get_descendants().values_list("slug", flat=True))


def publish(page, **fields) -> None:
    """As an author does it in Wagtail."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


# --- what is loaded ------------------------------------------------------------------------------


def test_everything_is_there_published_and_in_order(files):
    report = load(files)
    assert refusals(report) == ""
    assert {row.action for row in report.rows} == {Action.CREATED}
    assert slugs() == ["listening", "first-words", "at-the-gate", "check-yourself"]
    assert all(page.live for page in report.course_page.get_descendants())
    assert Question.objects.approved().count() == 4
    assert lesson().body[1].value.source.startswith("<p>Stay calm. <b>Listen.</b></p>")
    quiz = QuizPage.objects.get()
    assert quiz.blueprint[0].value["question"].key == "first"
    assert quiz.pass_mark == 80


def test_loading_again_changes_nothing(files):
    load(files)
    revisions = Revision.objects.count()
    report = load(files)
    assert {row.action for row in report.rows} == {Action.UNCHANGED}
    assert Revision.objects.count() == revisions


def test_the_same_files_are_the_same_course_in_every_database(files):
    first = take(load(files).course_page).checksum
    folder.empty_the_database()
    assert take(load(files).course_page).checksum == first


def test_only_what_changed_is_written_and_other_blocks_stay_themselves(files):
    load(files)
    before = [block.id for block in lesson().body]
    folder.change(files, folder.LESSON, lambda data: data["body"].insert(1, {"heading": "New"}))
    report = load(files)
    assert [row.what for row in report.of(Action.UPDATED)] == [folder.LESSON]
    after = [block.id for block in lesson().body]
    assert after[0] == before[0]
    assert after[2:] == before[1:]
    assert after[1] not in before


def test_a_question_keeps_its_identity_and_its_choices_keep_theirs(files):
    load(files)
    before = Question.objects.get(key="first")
    folder.change(files, folder.BANK, lambda data: data["questions"][0].update(prompt="<p>So?</p>"))
    load(files)
    after = Question.objects.get(key="first")
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert after.to_body()["prompt"] == "<p>So?</p>"
    assert after.to_body()["choices"] == before.to_body()["choices"]


def test_the_order_of_the_files_is_the_order_of_the_pages(files):
    load(files)
    pks = set(Page.objects.values_list("pk", flat=True))
    (files / folder.SECOND).rename(files / "modules/01-listening/00-at-the-gate.yaml")
    assert not load(files).refused
    assert slugs() == ["listening", "at-the-gate", "first-words", "check-yourself"]
    assert set(Page.objects.values_list("pk", flat=True)) == pks


def test_a_new_lesson_comes_where_the_files_have_it(files):
    load(files)
    new = {**folder.FILES[folder.LESSON], "title": "Between", "slug": "between"}
    folder.write(files, {"modules/01-listening/01-z-between.yaml": new})
    assert not load(files).refused
    assert slugs() == ["listening", "first-words", "between", "at-the-gate", "check-yourself"]


def test_a_link_to_a_page_is_stored_as_wagtail_does_it(files):
    load(files)
    target = lesson("at-the-gate")
    link = f'<p><a linktype="page" uuid="{target.translation_key}">Gate</a></p>'
    folder.change(files, folder.LESSON, lambda data: data["body"].append({"rich_text": link}))
    assert not load(files).refused
    source = lesson().body[-1].value.source
    assert source == f'<p><a linktype="page" id="{target.pk}">Gate</a></p>'
    assert load(files).of(Action.UPDATED) == []


def test_topics_that_are_spelled_otherwise_are_the_same_topics(files):
    load(files)
    folder.change(files, folder.COURSE, lambda data: data.update(topics=["child Protection"]))
    assert load(files).of(Action.UPDATED) == []


# --- somebody's work -----------------------------------------------------------------------------


def test_an_edited_page_is_refused_and_nothing_else_is_loaded(files):
    load(files)
    publish(lesson(), title="My own title")
    folder.change(files, folder.LESSON, lambda data: data.update(title="Theirs"))
    folder.change(files, folder.SECOND, lambda data: data.update(title="Theirs too"))
    report = load(files)
    assert [row.what for row in report.refused] == [folder.LESSON]
    assert "edited since it was loaded" in refusals(report)
    assert lesson().title == "My own title"
    assert lesson("at-the-gate").title == "At the gate"


def test_an_edit_is_kept_where_the_file_did_not_change_either(files):
    load(files)
    publish(lesson(), title="My own title")
    assert "edited since" in refusals(load(files))


def test_overwriting_replaces_the_edit(files):
    load(files)
    publish(lesson(), title="My own title")
    report = load(files, overwrite=True)
    assert [row.what for row in report.of(Action.UPDATED)] == [folder.LESSON]
    assert lesson().title == "First words"
    assert "My own title" in [r.as_object().title for r in lesson().revisions.all()]


def test_an_edit_that_the_files_have_too_is_no_quarrel(files):
    load(files)
    publish(lesson(), title="Agreed")
    folder.change(files, folder.LESSON, lambda data: data.update(title="Agreed"))
    assert not load(files).refused
    folder.change(files, folder.LESSON, lambda data: data.update(title="Later"))
    assert not load(files).refused


def test_a_draft_is_somebodys_work_too(files):
    load(files)
    page = lesson()
    page.title = "Draft"
    page.save_revision()
    folder.change(files, folder.LESSON, lambda data: data.update(title="Theirs"))
    assert "unpublished changes" in refusals(load(files))


def test_an_edited_question_is_refused(files):
    load(files)
    question = Question.objects.get(key="first")
    question.difficulty = 3
    question.save_revision().publish()
    folder.change(files, folder.BANK, lambda data: data["questions"][0].update(critical=False))
    report = load(files)
    assert "edited since" in refusals(report)
    assert "first" in refusals(report)
    assert Question.objects.get(key="first").critical


def retire(page) -> None:
    publish(page, retired=True)


@pytest.mark.parametrize("act", [LessonPage.delete, LessonPage.unpublish, retire])
def test_what_somebody_took_away_does_not_come_back_by_itself(files, act):
    load(files)
    act(lesson())
    assert folder.LESSON in refusals(load(files))
    assert not load(files, overwrite=True).refused
    assert lesson().live
    assert not lesson().retired
    assert slugs() == ["listening", "first-words", "at-the-gate", "check-yourself"]


def test_pages_that_were_moved_stay_where_they_are_until_overwritten(files):
    load(files)
    lesson().move(lesson("at-the-gate"), pos="right")
    assert "moved since" in refusals(load(files))
    assert slugs()[1] == "at-the-gate"
    assert not load(files, overwrite=True).refused
    assert slugs()[1] == "first-words"


def test_what_the_files_do_not_know_is_left_alone(files):
    load(files)
    module = Page.objects.get(slug="listening").specific
    own = make_lesson(module, slug="our-own")
    own.move(lesson(), pos="left")
    report = load(files)
    assert not report.refused
    assert [row.what for row in report.of(Action.LEFT_ALONE)] == ["listening/our-own"]
    assert slugs()[1] == "our-own"


def test_a_lesson_dropped_from_the_files_is_left_alone(files):
    load(files)
    (files / folder.SECOND).unlink()
    report = load(files)
    assert [row.what for row in report.of(Action.LEFT_ALONE)] == ["listening/at-the-gate"]
    assert lesson("at-the-gate").live


def test_a_course_made_in_wagtail_is_not_overwritten_by_files_of_its_name(files):
    make_course(slug="small-course")
    assert "already in use" in refusals(load(files))


def test_a_course_that_was_exported_from_here_is_still_its_authors(files, tmp_path):
    course = make_course(released=False)
    call_command("export_course", course.slug, tmp_path / "out", verbosity=0)
    folder.change(tmp_path / "out", folder.COURSE, lambda data: data.update(title="Other"))
    assert "did not come from files" in refusals(load(tmp_path / "out"))


def test_a_dry_run_says_everything_and_changes_nothing(files):
    before = folder.everything()
    report = load(files, dry_run=True)
    assert len(report.of(Action.CREATED)) == 11
    assert report.course_page is None
    assert folder.everything() == before


def test_without_a_catalogue_the_message_says_so(files):
    CourseIndexPage.objects.get().delete()
    assert "no course catalogue page" in refusals(load(files))


# --- images --------------------------------------------------------------------------------------


@pytest.fixture
def picture(files):
    """A picture that the first lesson shows; its name follows from its content."""
    image = make_image()
    name = f"drawn-path-{image.get_file_hash()[:8]}.png"
    (files / "images").mkdir()
    with image.open_file() as file:
        (files / "images" / name).write_bytes(file.read())
    image.delete()
    block = {"image": {"image": name, "alt": "A path"}}
    folder.change(files, folder.LESSON, lambda data: data["body"].append(block))
    return files / "images" / name


def test_an_image_is_made_once(files, picture):
    load(files)
    image = lesson().body[-1].value["image"]
    assert image.title == "Drawn path"
    with image.open_file() as file:
        assert file.read() == picture.read_bytes()
    assert load(files).of(Action.CREATED) == []


def test_a_dry_run_leaves_no_file_behind(files, picture, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    load(files, dry_run=True)
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_an_image_is_named_for_its_content(files, picture):
    other = picture.with_name("other.png")
    picture.rename(other)
    right = picture.name.replace("drawn-path", "other")
    assert f"images/other.png: Name this file {right}" in refusals(load(files))


def test_what_is_no_image_is_refused(files, picture):
    picture.write_bytes(b"<svg onload='alert(1)'></svg>")
    assert "images/drawn-path" in refusals(load(files))


# --- the command ---------------------------------------------------------------------------------


def test_the_command_says_what_it_did_and_releases(files, capsys):
    call_command("load_course", files, "--release")
    out = capsys.readouterr().out
    assert f"created: {folder.LESSON}" in out
    assert "Released as edition 1." in out
    call_command("load_course", files, "--release")
    assert "there is nothing to release" in capsys.readouterr().out
    assert Edition.objects.count() == 1


def test_the_command_fails_where_the_load_is_refused(files, capsys):
    folder.change(files, folder.COURSE, lambda data: data.pop("title"))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_course", files)
    assert "course.yaml: “title” is missing." in capsys.readouterr().err


def test_the_command_says_why_a_course_cannot_be_released(files, capsys):
    folder.change(files, folder.QUIZ, lambda data: data["blueprint"][1]["draw"].update(count=9))
    with pytest.raises(CommandError, match="cannot be released yet"):
        call_command("load_course", files, "--release")
    assert "draws 9" in capsys.readouterr().err
    assert lesson().live


def test_the_command_can_only_try(files, capsys):
    call_command("load_course", files, "--dry-run")
    assert "nothing was changed" in capsys.readouterr().out
    assert not CoursePage.objects.filter(slug="small-course").exists()
