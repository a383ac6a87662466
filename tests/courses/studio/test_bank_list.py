"""The list of banks: what is in each, which quizzes draw from it, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import QuestionBank
from tests.factories.courses import make_course, make_question, make_quiz
from tests.factories.people import make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

LIST = reverse("wagtailsnippets_courses_questionbank:list")
QUESTIONS = reverse("wagtailsnippets_courses_question:list")


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


def test_it_counts_by_state_and_objective_and_leads_there(author):
    course = make_course(released=False)
    bank = course.bank
    make_question(bank, objective="4.1").save_revision()
    make_question(bank, objective="4.1", live=False)
    shown = author.get(LIST).content.decode()
    for query, words in (
        ("live=true", "7 published"),
        ("changed=true", "1 changed since"),
        ("live=false", "1 draft"),
        ("objective=1.1", "1.1: 6 questions"),
        ("objective=4.1", "4.1: 2 questions"),
    ):
        assert f'href="{QUESTIONS}?bank={bank.pk}&amp;{query}">{words}<' in shown
    [listed] = author.get(f"{QUESTIONS}?bank={bank.pk}&live=false").context["object_list"]
    assert listed.objective == "4.1"


def test_it_names_the_quizzes_that_draw_from_a_bank_once(author):
    course = make_course(released=False)
    row = {"bank": course.bank.pk, "objective": "1.1", "count": 1, "critical": "any"}
    rows = [{"type": "draw", "value": row}, {"type": "draw", "value": row | {"objective": "1.2"}}]
    twice = make_quiz(course.module, course.bank, blueprint=rows)
    QuestionBank.objects.create(name="Empty", slug="empty")
    shown = author.get(LIST).content.decode()
    for quiz in (course.quiz, twice):
        assert shown.count(reverse("wagtailadmin_pages:edit", args=[quiz.pk])) == 1


def test_the_list_costs_the_same_for_one_bank_and_for_many(author):
    make_course(released=False)
    author.get(LIST)
    with counted_queries() as few:
        author.get(LIST)
    for _ in range(4):
        make_course(released=False)
    with counted_queries() as many:
        author.get(LIST)
    assert len(many) == len(few)
