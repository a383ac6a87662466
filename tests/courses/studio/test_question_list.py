"""The list of questions: what it is narrowed by, what it says, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Question, QuestionBank
from courses.questions.types import TYPES
from courses.studio.question_list import state_of
from tests.factories.courses import make_course, make_lesson, make_question, make_quiz, publish
from tests.factories.people import make_user
from tests.factories.questions import make_every_type, make_one
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

LIST = reverse("wagtailsnippets_courses_question:list")


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


@pytest.fixture
def bank() -> QuestionBank:
    return QuestionBank.objects.create(name="Bank", slug="bank")


def keys(client: Client, **narrow) -> list[str]:
    """Of the questions that the list shows."""
    return [question.key for question in client.get(LIST, narrow).context["object_list"]]


@pytest.mark.parametrize("kind", TYPES)
def test_it_is_narrowed_to_each_type(author, bank, kind):
    make_every_type(bank)
    assert keys(author, kind=kind) == [kind]


def test_it_is_narrowed_to_what_a_question_is_for(author, bank):
    other = QuestionBank.objects.create(name="Other", slug="other")
    make_question(bank, key="plain")
    make_question(other, key="elsewhere")
    make_question(bank, key="second", objective="1.2")
    make_question(bank, key="hard", difficulty=3)
    make_question(bank, key="critical", critical=True)
    make_question(bank, key="practice", practice_only=True)
    assert keys(author, bank=other.pk) == ["elsewhere"]
    assert keys(author, objective="1.2") == ["second"]
    assert keys(author, difficulty=3) == ["hard"]
    assert keys(author, critical="true") == ["critical"]
    assert keys(author, practice_only="true") == ["practice"]
    assert keys(author, bank=bank.pk, objective="1.1", critical="true") == ["critical"]


def test_it_is_narrowed_to_a_state(author, bank):
    make_question(bank, key="published")
    make_question(bank, key="draft", live=False, has_unpublished_changes=True)
    make_question(bank, key="changed").save_revision()
    assert keys(author, live="false") == ["draft"]
    assert keys(author, live="true") == ["changed", "published"]
    assert keys(author, changed="true") == ["changed"]
    assert keys(author, changed="false") == ["draft", "published"]
    states = {q.key: str(state_of(q)) for q in author.get(LIST).context["object_list"]}
    assert states == {"published": "Published", "draft": "Draft", "changed": "Changed since"}


def test_it_is_narrowed_to_tags(author, bank):
    for key, tags in (("one", ["gate"]), ("two", ["gate", "duty"]), ("three", [])):
        question = make_question(bank, key=key)
        question.tags.add(*tags)
        question.save()
    gate, duty = (Question.tags.get(name=name).pk for name in ("gate", "duty"))
    assert keys(author, tag=gate) == ["one", "two"]
    assert keys(author, tag=[gate, duty]) == ["one", "two"]
    assert keys(author, tag=duty, q="two") == ["two"]


def test_words_of_the_question_find_it_whatever_else_narrows(author, bank):
    make_every_type(bank)
    make_one(bank, "number", key="age-again", objective="1.2", difficulty=1)
    assert keys(author, q="age person") == ["number", "age-again"]
    assert keys(author, q="mat") == ["matching"]
    assert keys(author, q="age", difficulty=1, kind="number") == ["age-again"]
    assert keys(author, q="age", ordering="-difficulty") == ["number", "age-again"]
    assert keys(author, q="no such word") == []


def test_what_no_filter_knows_is_no_fault(author, bank):
    make_question(bank, key="one")
    for narrow in ({"kind": "riddle"}, {"tag": "x"}, {"bank": 10**6}, {"objective": "9.9"}):
        assert author.get(LIST, narrow).status_code == 200


def test_a_row_says_what_it_asks_and_where(author, bank):
    question = make_one(bank, "matching", critical=False)
    shown = author.get(LIST).content.decode()
    assert ">1.1 matching</span>" in shown
    assert '<p class="first-words" dir="auto">Who does what?</p>' in shown
    assert "Match" in shown
    assert reverse("wagtailsnippets_courses_question:inspect", args=[question.pk]) in shown


def test_uses_are_counted(author):
    course = make_course(released=False)
    named, *others = course.questions
    practice = make_question(course.bank, key="practice", practice_only=True)
    make_quiz(course.module, course.bank, blueprint=[("fixed", {"question": named})])
    retired = make_quiz(course.module, course.bank)
    retired.retired = True
    publish(retired)
    check = [("knowledge_check", {"question": practice})]
    for _ in range(2):
        make_lesson(course.module, body=check)
    rows = {q.key: q.use for q in author.get(LIST).context["object_list"]}
    assert (len(rows[named.key].quizzes), len(rows[named.key].lessons)) == (2, 0)
    assert (len(rows[others[0].key].quizzes), len(rows[others[0].key].lessons)) == (1, 0)
    assert (len(rows["practice"].quizzes), len(rows["practice"].lessons)) == (0, 2)


@pytest.mark.parametrize(
    ("kind", "critical", "drawn"),
    [
        ("any", True, 1),
        ("any", False, 1),
        ("critical", True, 1),
        ("critical", False, 0),
        ("not_critical", True, 0),
        ("not_critical", False, 1),
    ],
)
def test_a_row_draws_the_questions_of_its_kind(author, kind, critical, drawn):
    course = make_course(quiz=False, released=False)
    question = make_question(course.bank, critical=critical)
    make_question(course.bank, objective="1.2", key="elsewhere", critical=critical)
    row = {"bank": course.bank.pk, "objective": "1.1", "count": 1, "critical": kind}
    make_quiz(course.module, course.bank, blueprint=[{"type": "draw", "value": row}])
    rows = {q.key: len(q.use.quizzes) for q in author.get(LIST).context["object_list"]}
    assert rows == {question.key: drawn, "elsewhere": 0}


def test_the_list_costs_the_same_for_50_and_500_questions_and_for_a_full_page(author):
    course = make_course(released=False)
    for number in range(44):
        make_question(course.bank, key=f"few-{number}")
    author.get(LIST)
    with counted_queries() as few:
        author.get(LIST)
    template = Question.objects.first()
    Question.objects.bulk_create(
        Question(
            bank=course.bank,
            key=f"many-{number}",
            objective="1.1",
            locale=template.locale,
            body=template.body.get_prep_value(),
        )
        for number in range(450)
    )
    for _ in range(3):
        make_quiz(course.module, course.bank)
    assert Question.objects.count() == 500
    with counted_queries() as many:
        author.get(LIST, {"p": 3})
    assert len(many) == len(few)
