"""What an author writes in Wagtail and what is graded are the same, there and back."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from courses.models import QuestionBank
from courses.questions.bodies import KINDS, stream_of, uploads_in, with_ids
from courses.questions.plain import upload_name
from courses.questions.types import TYPES
from tests.factories.courses import make_course
from tests.factories.images import make_image
from tests.factories.people import make_enrolment
from tests.factories.questions import body, make_one
from tests.factories.quiz import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> QuestionBank:
    return QuestionBank.objects.create(name="Bank", slug="bank")


def test_there_is_an_editor_for_each_type():
    assert list(KINDS) == list(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_a_question_comes_back_as_it_was_written(bank, kind):
    question = make_one(bank, kind)
    question.refresh_from_db()
    found = question.to_body()
    ids = iter(_ids(body(kind)))
    assert _without_ids(found) == _without_ids(body(kind))
    assert _ids(found) == list(ids)
    KINDS[kind].clean(question.body[0].value)  # as the editor does on publishing


def _ids(plain) -> list[str]:
    match plain:
        case dict():
            own = [plain["id"]] if "id" in plain else []
            return own + [found for value in plain.values() for found in _ids(value)]
        case list():
            return [found for value in plain for found in _ids(value)]
    return []


def _without_ids(plain):
    match plain:
        case dict():
            return {name: _without_ids(v) for name, v in plain.items() if name != "id"}
        case list():
            return [_without_ids(value) for value in plain]
    return plain


@pytest.mark.parametrize("kind", TYPES)
def test_a_question_from_elsewhere_gets_ids_of_its_own(kind):
    plain = with_ids(KINDS[kind], _without_ids(body(kind)))
    assert _without_ids(plain) == _without_ids(body(kind))
    ids = _ids(plain)
    assert len(set(ids)) == len(ids) == len(_ids(body(kind)))


def test_a_picture_is_called_by_its_content_and_said_in_words(bank):
    image = make_image()
    question = make_one(bank, "single_choice")
    plain = body("single_choice", image=upload_name(image), image_alt="A path")
    question.body = stream_of(plain, lambda _model, _name: image.pk)
    assert question.to_body()["image"] == upload_name(image)
    assert uploads_in(question.to_body()) == {upload_name(image)}
    question.body[0].value["image_alt"] = ""
    with pytest.raises(ValidationError):
        KINDS["single_choice"].clean(question.body[0].value)


def test_a_released_picture_is_shown_and_cannot_be_deleted(client):
    course, image = make_course(lessons=0, released=False), make_image()
    plain = body("single_choice", image=upload_name(image), image_alt="A path")
    for question in course.questions:
        question.body = stream_of(plain, lambda _model, _name: image.pk)
        question.save()
    course.release()
    attempt = start(course, make_enrolment(course.offering))
    client.force_login(attempt.enrolment.person.user)
    page = client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()
    assert page.count('alt="A path"') == len(attempt.paper["slots"])
    assert image.get_rendition("width-800").url in page
    with pytest.raises(ProtectedError):
        image.delete()
    assert image.get_usage().is_protected
