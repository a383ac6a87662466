"""A course comes with its translations, and each stays the translation of the course itself."""

import shutil

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.exchange.load import load
from courses.exchange.report import Action
from courses.models import CoursePage, Figure, LessonPage, Question, QuizPage, Topic
from tests.courses.exchange import folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return folder.write_with_french(tmp_path)


@pytest.fixture
def loaded(files):
    assert load(files).refused == []
    return files


def french(model, **wanted):
    return model.objects.get(locale__language_code="fr", **wanted)


def lesson() -> LessonPage:
    return french(LessonPage, slug="first-words")


# --- what a load makes ---------------------------------------------------------------------------


def test_every_page_is_there_in_french_under_the_same_key_and_address(loaded):
    course = CoursePage.objects.get(locale__language_code="en")
    translated = french(CoursePage)
    assert translated.live
    assert (translated.title, translated.slug) == ("fr Small course", course.slug)
    assert translated.translation_key == course.translation_key
    assert [o.text for o in translated.objectives.all()] == ["fr Listen"]
    assert [o.value for o in translated.outcomes] == ["fr You can listen."]
    assert [topic.name for topic in translated.topics.all()] == ["fr Child protection"]
    below = [page.translation_key for page in course.get_descendants()]
    assert [page.translation_key for page in translated.get_descendants().live()] == below


def test_a_lesson_says_everything_in_french_and_points_to_what_is_french(loaded):
    heading, prose, lists, check, figure = lesson().body
    assert heading.value == "fr Begin"
    assert "<b>fr Listen.</b>" in prose.value.source
    assert list(lists.value["dont"]) == ["fr Ask why."]
    assert check.value["question"].locale.language_code == "fr"
    assert figure.value["figure"] == french(Figure)
    assert french(Figure).text == "fr In 2024: 5."


def test_a_story_keeps_its_scenes_and_a_quiz_its_rows(loaded):
    story = french(LessonPage, slug="at-the-gate").body[0].value
    assert [node["key"] for node in story["nodes"]] == ["start", "end"]
    assert story["nodes"][0]["choices"][0]["goes_to"] == "end"
    quiz = french(QuizPage)
    assert quiz.intro == "<p>fr Two questions.</p>"
    assert quiz.blueprint[1].value["objective"] == "1.1"


def test_a_question_is_the_same_question_in_french(loaded):
    source = Question.objects.get(key="first", locale__language_code="en")
    question = french(Question, key="first")
    assert question.live
    assert question.translation_key == source.translation_key
    ours, theirs = source.to_body(), question.to_body()
    assert [c["id"] for c in theirs["choices"]] == [c["id"] for c in ours["choices"]]
    assert theirs["choices"][0]["text"] == "fr Listen"
    assert question.critical


def test_authors_go_on_translating_in_wagtail(loaded):
    page = lesson()
    source = TranslationSource.objects.get(object_id=page.translation_key)
    translation = Translation.objects.get(source=source, target_locale=page.locale)
    assert translation.enabled
    assert translation.get_progress()[0] == translation.get_progress()[1] > 5
    title = StringTranslation.objects.get(
        context__object_id=page.translation_key, context__path="title"
    )
    title.data = "Les premiers mots"
    title.save()
    translation.save_target(publish=False)
    assert lesson().get_latest_revision_as_object().title == "Les premiers mots"
    assert lesson().get_latest_revision_as_object().body[0].value == "fr Begin"


# --- again ---------------------------------------------------------------------------------------


def everything() -> list[tuple]:
    pages = Page.objects.order_by("pk").values_list("pk", "latest_revision")
    questions = Question.objects.order_by("pk").values_list("pk", "latest_revision")
    texts = StringTranslation.objects.order_by("pk").values_list("pk", "data", "updated_at")
    counts = [(m, m.objects.count()) for m in (Figure, Topic, TranslationSource, Translation)]
    return [*pages, *questions, *texts, *counts]


def test_loading_the_same_again_changes_nothing(loaded):
    before = everything()
    report = load(loaded)
    assert not report.of(Action.CREATED, Action.UPDATED, Action.REFUSED)
    assert everything() == before


def test_loading_a_changed_file_changes_only_that(loaded):
    where = f"{folder.FR}/{folder.LESSON}"
    folder.change(loaded, where, lambda data: data["body"][0].update(heading="Commencez"))
    report = load(loaded)
    assert [row.what for row in report.of(Action.UPDATED)] == [where]
    assert lesson().body[0].value == "Commencez"
    assert lesson().body[1].value.source.startswith("<p>fr Stay")


def test_a_changed_source_is_what_translators_see_although_their_text_stays(loaded):
    folder.change(loaded, folder.LESSON, lambda data: data["body"][0].update(heading="Start"))
    report = load(loaded)
    [changed, handed_on] = report.of(Action.UPDATED)
    assert (changed.what, changed.reason) == (folder.LESSON, "")
    assert handed_on.what == f"{folder.FR}/{folder.LESSON}"
    assert handed_on.reason.endswith("read it again.")
    assert load(loaded).of(Action.UPDATED) == []
    source = TranslationSource.objects.get(object_id=lesson().translation_key)
    translation = Translation.objects.get(source=source, target_locale=lesson().locale)
    assert translation.get_progress()[0] == translation.get_progress()[1]
    translation.save_target(publish=False)
    assert lesson().get_latest_revision_as_object().body[0].value == "fr Begin"


def test_a_topic_that_is_called_otherwise_keeps_its_name_and_that_is_told(loaded):
    where = f"{folder.FR}/{folder.COURSE}"
    folder.change(loaded, where, lambda data: data.update(topics=["Protection"]))
    report = load(loaded)
    assert [str(row) for row in report.of(Action.TO_NOTE)] == [
        f"to note: {where} > topics > Protection: This topic is called “fr Child protection” here"
        " and keeps its name."
    ]
    assert french(Topic).name == "fr Child protection"


def test_what_somebody_translated_in_wagtail_is_not_overwritten_unless_asked(loaded):
    page = lesson()
    page.title = "Les premiers mots"
    page.save_revision().publish()
    where = f"{folder.FR}/{folder.LESSON}"
    [row] = load(loaded).refused
    assert str(row) == f"refused: {where}: It was edited since it was loaded."
    assert load(loaded, overwrite=True).refused == []
    assert lesson().title == "fr First words"


def test_a_draft_of_a_translator_stays_where_only_the_source_changed(loaded):
    page = lesson()
    page.title = "Les premiers mots"
    page.save_revision()
    folder.change(loaded, folder.LESSON, lambda data: data["body"][0].update(heading="Start"))
    where = f"{folder.FR}/{folder.LESSON}"
    for _time in range(2):
        [row] = load(loaded).refused
        assert str(row) == f"refused: {where}: It has unpublished changes."
    assert lesson().get_latest_revision_as_object().title == "Les premiers mots"
    assert load(loaded, overwrite=True).refused == []
    assert lesson().get_latest_revision_as_object().title == "fr First words"


def test_what_a_translator_typed_and_did_not_publish_stays_too(loaded):
    """Wagtail keeps each text as it is typed; only the button makes a draft of the page."""
    [text] = StringTranslation.objects.filter(
        data="fr Begin", context__object_id=lesson().translation_key
    )
    text.data, text.tool_name = "Commençons", ""
    text.save()
    folder.change(loaded, folder.LESSON, lambda data: data["body"][0].update(heading="Start"))
    [row] = load(loaded).refused
    where = f"{folder.FR}/{folder.LESSON}"
    assert str(row) == f"refused: {where}: It has unpublished changes."
    text.refresh_from_db()
    assert text.data == "Commençons"
    assert load(loaded, overwrite=True).refused == []


def test_a_dry_run_says_it_and_does_nothing(files):
    report = load(files, dry_run=True)
    assert f"{folder.FR}/{folder.LESSON}" in [row.what for row in report.of(Action.CREATED)]
    assert not CoursePage.objects.exists()
    assert not StringTranslation.objects.exists()


def test_a_new_lesson_comes_to_its_place_in_french(loaded):
    new = {"kind": "lesson", "title": "Between", "slug": "between", "body": [{"heading": "New"}]}
    name = "modules/01-listening/01-z-between.yaml"
    folder.write(loaded, {name: new, f"{folder.FR}/{name}": folder.in_french(new)})
    assert load(loaded).refused == []
    module = french(LessonPage, slug="between").get_parent()
    wanted = ["first-words", "between", "at-the-gate", "check-yourself"]
    assert [page.slug for page in module.get_children()] == wanted


def test_a_translation_that_the_files_no_longer_have_is_left_alone_and_named(loaded):
    shutil.rmtree(loaded / "translations")
    report = load(loaded)
    assert [str(row) for row in report.of(Action.LEFT_ALONE)] == [
        "left alone: translations/fr: The files have no translation into this language."
    ]
    assert lesson().live
