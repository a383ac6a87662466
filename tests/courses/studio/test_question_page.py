"""One question in the admin: where it is used, what was released of it, and a copy of it."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.models import Question
from courses.questions.types import TYPES
from courses.studio.question_page import copy_of
from tests.factories.courses import make_course, make_lesson, make_question, make_quiz, publish
from tests.factories.people import make_user
from tests.factories.questions import make_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


def page_of(client: Client, question: Question) -> str:
    address = reverse("wagtailsnippets_courses_question:inspect", args=[question.pk])
    return client.get(address).content.decode()


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_it_names_the_quizzes_and_lessons_with_their_course(author):
    course = make_course(released=False)
    question, other = course.questions[:2]
    naming = make_quiz(course.module, course.bank, blueprint=[("fixed", {"question": question})])
    shown = page_of(author, question)
    assert f'href="{edit(course.quiz)}"' in shown
    assert "the quiz may draw it" in shown
    assert f'href="{edit(naming)}"' in shown
    assert "everybody gets it in the quiz" in shown
    assert f'href="{edit(course.page)}" dir="auto">({course.page.title})</a>' in shown
    assert edit(naming) not in page_of(author, other)
    practice = make_question(course.bank, practice_only=True)
    assert "No quiz draws it and no lesson asks it." in page_of(author, practice)
    lesson = make_lesson(course.module, body=[("knowledge_check", {"question": practice})])
    assert f'href="{edit(lesson)}"' in page_of(author, practice)


def test_it_names_its_released_versions_with_their_editions(author):
    course = make_course()
    question, other = course.questions[:2]
    assert "Nothing yet" in page_of(author, make_question(course.bank))
    question = Question.objects.get(pk=question.pk)
    question.body[0].value["choices"][0]["feedback"] += "!"
    publish(question)
    course.release()
    shown = page_of(author, question)
    assert shown.count(f"{course.page.title}, edition") == 2
    second, first = (shown.index(f'scope="row">{number}</th>') for number in (2, 1))
    assert second < shown.index("edition 2") < first < shown.index("edition 1")
    assert page_of(author, other).count('role="rowheader"') == 1


@pytest.mark.parametrize("kind", TYPES)
def test_a_copy_asks_the_same_and_shares_no_part(kind):
    course = make_course(quiz=False, released=False)
    question = make_one(course.bank, kind)
    question.tags.add("gate")
    question.save()
    copy = copy_of(question)
    assert (copy.pk, copy.live, copy.key) == (None, False, f"{kind}-2")
    assert copy.translation_key != question.translation_key
    assert list(copy.tags.names()) == ["gate"]
    before, after = question.to_body(), copy.to_body()
    assert not ids_in(before) & ids_in(after)
    assert len(ids_in(before)) == len(ids_in(after)) > 0
    assert without_ids(before) == without_ids(after)


def ids_in(body) -> set[str]:
    if isinstance(body, list):
        return set().union(*map(ids_in, body))
    if isinstance(body, dict):
        own = {body["id"]} if "id" in body else set()
        return own | ids_in(list(body.values()))
    return set()


def without_ids(body):
    return json.loads(json.dumps(body), object_hook=lambda d: {k: d[k] for k in d if k != "id"})


def test_a_copy_is_of_the_draft_and_its_short_name_is_free():
    course = make_course(quiz=False, released=False)
    question = make_question(course.bank, key="a" * 80)
    make_question(course.bank, key="a" * 78 + "-2")
    question.objective = "4.1"
    question.save_revision()
    copy = copy_of(Question.objects.get(pk=question.pk))
    assert (copy.key, copy.objective) == ("a" * 78 + "-3", "4.1")


def test_the_form_of_a_copy_becomes_a_draft_and_leaves_the_original(author):
    course = make_course(released=False)
    question = course.questions[0]
    address = reverse("wagtailsnippets_courses_question:copy", args=[question.pk])
    shown = author.get(address).content.decode()
    assert f'value="{question.key}-2"' in shown
    choices = [{"text": t, "correct": t == "yes", "feedback": ""} for t in ("yes", "no")]
    body = {
        "prompt": rich_text("<p>Why?</p>"),
        "choices": streamfield([("item", choice) for choice in choices]),
        "feedback": rich_text(""),
    }
    place = {"bank": course.bank.pk, "key": "new", "objective": "1.1", "difficulty": 2}
    form = nested_form_data({"body": streamfield([("single_choice", body)])})
    author.post(address, place | form)
    assert Question.objects.get(pk=question.pk).key == question.key
    assert not Question.objects.get(key="new").live
