"""A released question in other languages: the same version, nothing in it changes."""

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from courses.editions.check import check
from courses.editions.models import QuestionVersion
from courses.models import Edition, Question
from courses.studio.release import NothingChanged
from tests.factories.courses import make_course
from tests.factories.translations import language, translate_page, translate_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course(released=False)


def version(question: Question) -> QuestionVersion:
    found = QuestionVersion.objects.filter(question_uuid=question.translation_key)
    return found.order_by("-number")[0]


def test_what_is_translated_is_released_with_its_question(course):
    first, second, *_rest = course.questions
    translate_question(first)
    course.release()
    assert version(first).bodies.keys() == {"en", "fr"}
    assert version(first).bodies["fr"]["prompt"] == f"<p>fr {first.key}?</p>"
    assert version(second).bodies.keys() == {"en"}


def test_a_translation_that_is_published_later_is_added_to_the_same_version(course):
    course.release()
    before = version(course.questions[0])
    translate_question(course.questions[0])
    after = version(course.questions[0])
    assert (after.pk, after.number) == (before.pk, 1)
    assert after.bodies["en"] == before.bodies["en"]
    ids = [[c["id"] for c in body["choices"]] for body in after.bodies.values()]
    assert ids[0] == ids[1]
    with pytest.raises(NothingChanged):
        course.release()


def test_what_is_sent_to_be_translated_is_a_draft_even_of_what_is_live(course):
    question = Question.objects.first()
    for source in (question, course.lessons[0]):
        translate_object(source, [language()])
        assert source.live
        assert not source.get_translation(language()).live


def test_a_draft_is_not_added(course):
    course.release()
    translate_question(course.questions[0], live=False)
    assert version(course.questions[0]).bodies.keys() == {"en"}


@pytest.mark.parametrize("how", ["another is right", "one is missing", "another id"])
def test_what_is_not_the_same_question_is_not_added(course, how):
    course.release()
    draft = translate_question(course.questions[0], live=False)
    choices = draft.body[0].value["choices"]
    if how == "another is right":
        choices[0]["correct"], choices[1]["correct"] = False, True
    elif how == "one is missing":
        del choices[2]
    else:
        choices.bound_blocks[0].id = "7a55726f-2390-403c-b116-4434827151d9"
    draft.save_revision().publish()
    assert version(course.questions[0]).bodies.keys() == {"en"}


def test_a_translation_of_a_newer_text_waits_for_the_release(course):
    course.release()
    question = Question.objects.get(pk=course.questions[0].pk)
    prompt = question.body[0].value["prompt"]
    question.body[0].value["prompt"] = type(prompt)("<p>Another question?</p>")
    question.save_revision().publish()
    translate_question(question)
    assert version(question).bodies.keys() == {"en"}
    course.release()
    assert version(question).number == 2
    assert version(question).bodies.keys() == {"en", "fr"}


def test_a_corrected_translation_comes_with_the_next_release_as_another_version(course):
    translated = translate_question(course.questions[0])
    course.release()
    value = translated.body[0].value
    value["prompt"] = type(value["prompt"])("<p>Une autre question ?</p>")
    translated.save_revision().publish()
    assert "autre" not in version(translated).bodies["fr"]["prompt"]
    course.release()
    old, new = QuestionVersion.objects.filter(question_uuid=translated.translation_key).order_by(
        "number"
    )
    assert "autre" not in old.bodies["fr"]["prompt"]
    assert "autre" in new.bodies["fr"]["prompt"]
    assert new.bodies["en"] == old.bodies["en"]
    assert Edition.objects.count() == 2


def test_translations_make_no_edition_another_one(course):
    edition = course.release()
    for question in course.questions:
        translate_question(question)
    with pytest.raises(NothingChanged):
        course.release()
    assert Edition.objects.get() == edition


def test_who_releases_is_told_what_keeps_a_quiz_from_being_in_a_language(course):
    assert [finding for finding in check(course.page) if "Français" in finding.message] == []
    translate_page(course.page)
    for question in course.questions[2:]:
        translate_question(question)
    [told] = [finding for finding in check(course.page) if "Français" in finding.message]
    assert told.message.startswith("Français: 2 questions are not translated, or changed since.")
    assert not told.blocking
    for question in course.questions[:2]:
        translate_question(question)
    assert [finding for finding in check(course.page) if "Français" in finding.message] == []


class Translator:
    """Works in the pages of wagtail-localize, which end in these calls."""

    def __init__(self, question: Question, commit) -> None:
        translate_object(question, [language()])
        self.work = Translation.objects.get(source__object_id=question.translation_key)
        self.commit = commit

    def translates(self, *, all_but: str = "") -> None:
        for segment in StringSegment.objects.filter(source=self.work.source):
            if segment.string.data != all_but:
                StringTranslation.objects.get_or_create(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=language(),
                    defaults={"data": f"fr {segment.string.data}"},
                )

    def publishes(self) -> None:
        with self.commit(execute=True):
            self.work.save_target(publish=True)

    def goes_on_by_hand(self) -> None:
        """“Stop synchronised translation”: the row is edited like any other from now on."""
        self.work.enabled = False
        self.work.save()

    def is_given_what_changed(self) -> None:
        """Without “Publish immediately”, as that page is at first."""
        self.work.source.update_from_db()


def ask_something_else(question: Question) -> None:
    row = Question.objects.get(pk=question.pk)
    prompt = row.body[0].value["prompt"]
    row.body[0].value["prompt"] = type(prompt)("<p>Which is NOT right?</p>")
    row.save_revision().publish()


def test_a_translation_of_what_was_asked_before_is_not_released_with_what_is_asked_now(
    course, django_capture_on_commit_callbacks
):
    question = course.questions[0]
    translator = Translator(question, django_capture_on_commit_callbacks)
    translator.translates()
    translator.publishes()
    course.release()
    assert version(question).bodies.keys() == {"en", "fr"}
    ask_something_else(question)
    translator.is_given_what_changed()
    course.release()
    assert version(question).number == 2
    assert version(question).bodies.keys() == {"en"}
    translator.translates()
    translator.publishes()
    assert version(question).number == 2
    assert version(question).bodies["fr"]["prompt"] == "<p>fr Which is NOT right?</p>"


def test_what_is_translated_by_hand_is_not_released_with_what_is_asked_since(
    course, django_capture_on_commit_callbacks
):
    question = course.questions[0]
    translator = Translator(question, django_capture_on_commit_callbacks)
    translator.translates()
    translator.publishes()
    translator.goes_on_by_hand()
    ask_something_else(question)
    course.release()
    assert version(question).bodies.keys() == {"en"}
    translate_question(question)
    assert version(question).bodies.keys() == {"en", "fr"}


def test_what_is_published_half_translated_is_not_added(course, django_capture_on_commit_callbacks):
    question = course.questions[0]
    course.release()
    translator = Translator(question, django_capture_on_commit_callbacks)
    [text, *_rest] = StringSegment.objects.filter(source=translator.work.source)
    translator.translates(all_but=text.string.data)
    translator.publishes()
    assert version(question).bodies.keys() == {"en"}
    translator.translates()
    translator.publishes()
    assert version(question).bodies.keys() == {"en", "fr"}
