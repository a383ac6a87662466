"""The list of questions and a question's own page say how it does, once enough have answered."""

import pytest
from django.urls import reverse

from courses.assessment.folding import count_attempts
from courses.assessment.services import submit
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client):
    client.force_login(make_user("author", group="Course authors"))
    return make_course(lessons=0)


def _sit(course, *, right: bool) -> None:
    submit(attempt=answer_all(start(course, make_enrolment(course.offering)), right=right))


def test_it_is_shown_in_the_list_and_on_the_page(client, course):
    for number in range(24):
        _sit(course, right=number % 4 != 0)
    count_attempts()
    page = client.get(reverse("wagtailsnippets_courses_question:list")).content.decode()
    assert "% right" in page
    question = reverse("wagtailsnippets_courses_question:inspect", args=[course.questions[0].pk])
    assert "discrimination" in client.get(question).content.decode()


def test_the_answers_of_few_are_not_shown(client, course):
    _sit(course, right=True)
    count_attempts()
    page = client.get(reverse("wagtailsnippets_courses_question:list")).content.decode()
    assert "% right" not in page
