"""A course goes out to files and comes back as the same course."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from courses.catalogue.lesson import LessonBodyBlock
from courses.editions.check import check
from courses.editions.snapshot import take
from courses.exchange import dialect
from courses.exchange.export import export
from courses.exchange.load import load
from courses.exchange.report import Action, Place, Report
from courses.models import CoursePage, LessonPage, ModulePage, Question, QuizPage
from tests.courses.exchange import folder
from tests.factories.courses import make_course, make_lesson, make_question, publish
from tests.factories.images import make_image
from tests.factories.uploads import make_document, make_film, make_recording

pytestmark = pytest.mark.django_db


def course_page() -> CoursePage:
    return CoursePage.objects.get()


def exported_and_loaded_elsewhere(path) -> CoursePage:
    """The course after an export, and a load into a database without any course."""
    assert not export(course_page(), path).refused
    folder.empty_the_database()
    report = load(path)
    assert report.refused == []
    return report.course_page


@pytest.fixture
def small(tmp_path):
    """The small course, loaded."""
    load(folder.write(tmp_path / "small"))
    return course_page()


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.timeout(900)  # sixty lessons in three languages
def test_the_starter_comes_back_byte_for_byte(tmp_path):
    page = load(folder.STARTER).course_page
    assert [finding for finding in check(page) if finding.blocking] == []
    export(page, tmp_path)
    written, kept = folder.contents(tmp_path), folder.contents(folder.STARTER)
    kept = {name: content for name, content in kept.items() if not name.endswith(".md")}
    assert written.keys() == kept.keys()
    assert [name for name in written if written[name] != kept[name]] == []


def test_a_course_edited_in_wagtail_is_the_same_course_elsewhere(small, tmp_path):
    edit_in_wagtail()
    before = take(course_page())
    after = take(exported_and_loaded_elsewhere(tmp_path / "out"))
    assert [item.source for item in after.items] == [item.source for item in before.items]
    assert after.checksum == before.checksum


FILM_BLOCK = {"title": "Gate", "seconds": 5, "silent": False, "transcript": RichText("<p>Go.</p>")}
RECORDING_BLOCK = {"title": "Voice", "seconds": 65, "transcript": RichText("<p>Hello.</p>")}


def edit_in_wagtail() -> None:
    """What an author may do in an hour, in the way Wagtail's editor stores it."""
    lesson = LessonPage.objects.get(slug="first-words")
    gate = LessonPage.objects.get(slug="at-the-gate")
    prose = (
        '<p data-block-key="a1b2c">Go to <a linktype="page" id="%d">the gate</a>.<br/>Or to '
        '<a href="https://example.org/?a=1&amp;b=2">them</a>, <a href="tel:112">112</a></p>'
        '<ol><li data-block-key="d3e4f">“One” &lt; <i>two</i></li></ol>'
    )
    lesson.body.append(("rich_text", prose % gate.pk))
    lesson.body.append(("key_message", "Two lines\r\nfrom a browser: yes\r\n"))
    lesson.body.append(("image", {"image": make_image("Ein Weg!"), "alt": "", "decorative": True}))
    lesson.body.append(("video", {**FILM_BLOCK, "video": make_film("Am Tor: “los”")}))
    lesson.body.append(("audio", {**RECORDING_BLOCK, "audio": make_recording()}))
    lesson.body.append(("document", {"title": "Card", "document": make_document()}))
    table = {
        "caption": "Who: 1",
        "columns": [{"type": "text", "heading": "- a"}, {"type": "text", "heading": "b"}],
        "rows": [{"values": ["Two\r\nlines", ""]}],
    }
    lesson.body.append(("table", LessonBodyBlock().child_blocks["table"].to_python(table)))
    for name in ("quote", "flash_cards", "sorting", "dialogue", "reflection", "guided_template"):
        lesson.body.append((name, LessonBodyBlock().child_blocks[name].get_preview_value()))
    lesson.title = "First words: “no, 1.0” # yes"
    lesson.slug = "other-words"
    publish(lesson)
    gate.move(LessonPage.objects.get(slug="other-words"), pos="left")
    make_lesson(ModulePage.objects.get(), text="made here", slug="made-here", content_note=" ")
    quiz = QuizPage.objects.get()
    quiz.pass_mark, quiz.intro = 90, '<p data-block-key="g5h6i">Now.</p>'
    publish(quiz)
    question = Question.objects.get(key="second")
    question.body[0].value["prompt"] = type(question.body[0].value["prompt"])("<p>New?</p>")
    question.key = "renamed"
    question.save_revision().publish()
    make_question(question.bank, key="made-here")
    course = course_page()
    course.summary, course.image, course.image_alt = "Line\n\nline", make_image("Other"), "A path"
    publish(course)


def test_a_course_made_in_wagtail_keeps_its_identity(tmp_path):
    make_course(released=False)
    before = take(course_page()).checksum
    assert take(exported_and_loaded_elsewhere(tmp_path / "out")).checksum == before
    assert f"uuid: {course_page().translation_key}" in (tmp_path / "out/course.yaml").read_text()


def test_export_after_a_load_in_another_database_gives_the_same_files(small, tmp_path):
    edit_in_wagtail()
    page = exported_and_loaded_elsewhere(tmp_path / "out")
    export(page, tmp_path / "again")
    assert folder.contents(tmp_path / "again") == folder.contents(tmp_path / "out")


# --- what is written -----------------------------------------------------------------------------


def test_a_name_says_the_identity_so_no_uuid_is_written(small, tmp_path):
    export(small, tmp_path / "out")
    text = b"".join(folder.contents(tmp_path / "out").values()).decode()
    assert "uuid" not in text
    assert "- id: a\n" in text


def test_a_renamed_page_keeps_its_uuid_in_its_file(small, tmp_path):
    lesson = LessonPage.objects.get(slug="first-words")
    lesson.slug = "other-words"
    publish(lesson)
    export(small, tmp_path / "out")
    text = (tmp_path / "out/modules/01-listening/01-other-words.yaml").read_text()
    assert text.startswith(f"uuid: {lesson.translation_key}\nkind: lesson\n")


def test_rich_text_is_written_line_by_line(small, tmp_path):
    export(small, tmp_path / "out")
    text = (tmp_path / "out" / folder.LESSON).read_text()
    assert "  - rich_text: |\n      <p>Stay calm. <b>Listen.</b></p>\n      <ul>\n" in text


def test_what_learners_do_not_get_is_left_out_and_named(small, tmp_path):
    LessonPage.objects.get(slug="at-the-gate").unpublish()
    Question.objects.get(key="third").unpublish()
    retired = LessonPage.objects.get(slug="first-words")
    retired.retired = True
    publish(retired)
    report = export(small, tmp_path / "out")
    left = [row.what for row in report.of(Action.LEFT_ALONE)]
    assert left == ["first-words", "at-the-gate", "small/third"]
    assert not list((tmp_path / "out").rglob("*at-the-gate*"))
    assert not list((tmp_path / "out").rglob("*first-words*"))
    assert "third" not in (tmp_path / "out" / folder.BANK).read_text()


def test_an_export_over_an_older_one_takes_away_what_is_gone(small, tmp_path):
    out = tmp_path / "out"
    export(small, out)
    (out / "README.md").write_text("Mine.")
    LessonPage.objects.get(slug="first-words").delete()
    report = export(small, out)
    names = {path.name for path in (out / "modules/01-listening").iterdir()}
    assert names == {"module.yaml", "01-at-the-gate.yaml", "02-check-yourself.yaml"}
    assert (out / "README.md").read_text() == "Mine."
    assert folder.COURSE in [row.what for row in report.of(Action.UNCHANGED)]
    assert load(out).of(Action.REFUSED, Action.UPDATED, Action.CREATED) == []


def test_a_folder_that_holds_something_else_is_not_touched(small, tmp_path):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/thesis.yaml").write_text("years of work")
    report = export(small, tmp_path)
    assert "holds something else" in report.refused[0].reason
    assert (tmp_path / "modules/thesis.yaml").exists()


def test_the_export_of_another_course_is_not_touched(small, tmp_path):
    other = make_course(released=False)
    export(small, tmp_path / "out")
    assert export(other.page, tmp_path / "out").refused


def test_the_command_writes_and_names_the_files(small, tmp_path, capsys):
    call_command("export_course", "small-course", tmp_path / "out")
    assert f"created: {folder.LESSON}" in capsys.readouterr().out
    with pytest.raises(CommandError, match="There is no course “none”"):
        call_command("export_course", "none", tmp_path / "out")


# --- the dialect ---------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.dates(),
    lambda inside: st.lists(inside) | st.dictionaries(TEXT, inside),
    max_leaves=10,
)


@given(PLAIN.filter(lambda data: data is not None))
def test_what_is_written_is_read_back_the_same(data):
    report = Report()
    assert dialect.parse(dialect.write(data).decode(), Place(report, ("x",))) == data
    assert report.rows == []


@given(TEXT)
def test_no_text_breaks_the_reader(text):
    dialect.parse(text, Place(Report(), ("x",)))
