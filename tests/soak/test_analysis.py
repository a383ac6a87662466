"""A hundred thousand attempts at a quiz: counted in the background, and the page stays quick."""

import time
from itertools import cycle, islice

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.folding import count_attempts, recompute
from courses.models import Attempt, QuizTally
from tests.crowd import make_crowd
from tests.factories.attempts import make_attempts
from tests.factories.courses import make_course
from tests.factories.people import make_user
from tests.queries import counted_queries

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db,
    pytest.mark.usefixtures("queued_tasks"),
]
LEARNERS, TIMES = 10_000, 10
COUNTING_PATIENCE = 300  # seconds
PAGE_PATIENCE = 2
MOST_QUERIES = 18  # as for ten attempts


@pytest.mark.timeout(1200)
def test_the_analysis_of_100_000_attempts_answers_in_two_seconds():
    course = make_course()
    crowd = make_crowd(course.offering, LEARNERS)
    for number, locale in enumerate(islice(cycle(("en", "es", "fr")), TIMES), start=1):
        make_attempts(course.quiz.translation_key, crowd, number=number, locale=locale, seed=number)
    client = Client()
    client.force_login(make_user(group="Course authors"))
    address = reverse("quiz_analysis", args=[course.quiz.translation_key])
    assert seconds_of(lambda: client.get(address)) < PAGE_PATIENCE  # before anything is counted
    assert seconds_of(count_attempts) < COUNTING_PATIENCE
    assert seconds_of(lambda: client.get(address)) < PAGE_PATIENCE
    with counted_queries() as queries:
        page = client.get(address)
    assert len(queries) <= MOST_QUERIES
    assert "100000 attempts." in page.content.decode()
    counted = list(QuizTally.objects.values_list("locale", "n", "scores", "numbers"))
    assert seconds_of(lambda: recompute(course.quiz.translation_key)) < COUNTING_PATIENCE
    assert list(QuizTally.objects.values_list("locale", "n", "scores", "numbers")) == counted
    assert not Attempt.objects.filter(is_tallied=False).exists()


def seconds_of(work) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started
