"""Every finding says what to mend and links to where."""

import pytest

from courses.catalogue.items import ModulePage
from courses.editions.check import check
from courses.models import CoursePage, Question
from tests.factories.courses import (
    make_course,
    make_lesson,
    make_question,
    make_quiz,
    publish,
)
from tests.factories.images import make_image
from tests.factories.uploads import CAPTIONS, make_document, make_film, make_recording

pytestmark = pytest.mark.django_db


def _messages(course) -> list[str]:
    findings = check(CoursePage.objects.get(pk=course.page.pk))
    assert all(finding.edit_url.startswith("/admin/") for finding in findings)
    return [finding.message for finding in findings if finding.blocking]


def test_a_course_in_order_has_nothing_to_mend():
    assert _messages(make_course(released=False)) == []


def test_an_empty_module():
    course = make_course(released=False)
    course.page.add_child(instance=ModulePage(title="Empty", slug="empty"))
    assert any("no published lesson" in message for message in _messages(course))


def test_an_unpublished_required_lesson():
    course = make_course(released=False)
    course.lessons[0].unpublish()
    assert any("required but not published" in message for message in _messages(course))


def test_an_empty_lesson():
    course = make_course(released=False)
    make_lesson(course.module, body=[])
    assert any("lesson is empty" in message for message in _messages(course))


def test_two_parts_with_one_slug():
    course = make_course(released=False)
    other = ModulePage(title="Other", slug="other")
    course.page.add_child(instance=other)
    publish(other)
    make_lesson(other, slug=course.lessons[0].slug)
    assert any("same slug" in message for message in _messages(course))


def test_a_reserved_slug():
    course = make_course(released=False)
    make_lesson(course.module, slug="enrol")
    assert any("reserved" in message for message in _messages(course))


def test_the_address_of_another_course():
    taken = make_course()
    course = make_course(released=False)
    course.page.slug = taken.slug
    CoursePage.objects.filter(pk=course.page.pk).update(slug=taken.slug)
    assert any("already has this address" in message for message in _messages(course))


def test_an_image_without_a_text_alternative():
    course = make_course(released=False)
    image = {"image": make_image().pk, "alt": "", "decorative": False, "caption": ""}
    make_lesson(course.module, body=[{"type": "image", "value": image}])
    assert any("no text alternative" in message for message in _messages(course))


def test_a_deleted_image():
    course = make_course(released=False)
    picture = make_image()
    image = {"image": picture.pk, "alt": "A path", "decorative": False, "caption": ""}
    make_lesson(course.module, body=[{"type": "image", "value": image}])
    assert _messages(course) == []
    picture.delete()
    assert any("image was deleted" in message for message in _messages(course))


PLAYED = {"title": "Gate", "seconds": 5, "transcript": "<p>Go.</p>"}


def _lesson_with(name: str, value: dict):
    course = make_course(released=False)
    make_lesson(course.module, body=[{"type": name, "value": value}])
    return course


@pytest.mark.parametrize(
    ("fields", "captions", "words"),
    [
        ({}, CAPTIONS, None),
        ({"silent": True}, b"", None),
        ({}, b"", "no captions"),
        ({"transcript": "<p></p>"}, CAPTIONS, "Write down what is said"),
    ],
)
def test_a_film_has_captions_and_a_transcript(fields, captions, words):
    video = {**PLAYED, "silent": False, **fields, "video": make_film(captions=captions).pk}
    messages = _messages(_lesson_with("video", video))
    assert (not messages) if words is None else any(words in message for message in messages)


@pytest.mark.parametrize(
    ("name", "make"), [("video", make_film), ("audio", make_recording), ("document", make_document)]
)
def test_a_deleted_file(name, make):
    file = make()
    course = _lesson_with(
        name, {**PLAYED, name: file.pk} if name != "document" else {name: file.pk}
    )
    assert _messages(course) == []
    file.delete()
    assert any("was deleted" in message for message in _messages(course))


def test_a_knowledge_check_with_a_question_that_quizzes_draw():
    course = make_course(released=False)
    block = {"type": "knowledge_check", "value": {"question": course.questions[0].pk}}
    make_lesson(course.module, body=[block])
    assert any("practice question" in message for message in _messages(course))


def test_an_objective_that_the_course_does_not_have():
    course = make_course(released=False)
    row = {"bank": course.bank.pk, "objective": "9.9", "count": 1, "critical": "any"}
    make_quiz(course.module, course.bank, blueprint=[{"type": "draw", "value": row}])
    assert any("no objective “9.9”" in message for message in _messages(course))


def test_too_few_critical_questions():
    course = make_course(released=False)
    row = {"bank": course.bank.pk, "objective": "1.1", "count": 1, "critical": "critical"}
    make_quiz(course.module, course.bank, blueprint=[{"type": "draw", "value": row}])
    assert any("published critical questions" in message for message in _messages(course))


def test_a_deleted_bank_and_a_deleted_question():
    course = make_course(released=False)
    other = make_course(released=False)
    row = {"bank": other.bank.pk, "objective": "1.1", "count": 1, "critical": "any"}
    fixed = make_question(other.bank)
    make_quiz(
        course.module,
        course.bank,
        blueprint=[
            {"type": "draw", "value": row},
            {"type": "fixed", "value": {"question": fixed.pk}},
        ],
    )
    Question.objects.filter(bank=other.bank).delete()
    other.bank.delete()
    messages = _messages(course)
    assert any("bank of a row was deleted" in message for message in messages)
    assert any("question of the blueprint was deleted" in message for message in messages)


def test_a_question_that_stands_in_the_blueprint_twice():
    course = make_course(released=False)
    row = {"type": "fixed", "value": {"question": course.questions[0].pk}}
    make_quiz(course.module, course.bank, blueprint=[row, row])
    assert any("blueprint twice" in message for message in _messages(course))


def test_a_course_in_which_nothing_is_required():
    course = make_course(released=False, quiz=False, lessons=0)
    make_lesson(course.module, required=False)
    assert any("Nothing is required" in message for message in _messages(course))


def test_a_question_with_two_right_answers():
    course = make_course(released=False)
    question = course.questions[0]
    question.body[0].value["choices"][1]["correct"] = True
    question.save_revision().publish()
    assert any("exactly one" in message for message in _messages(course))
