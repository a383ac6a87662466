"""Twenty thousand learners in one offering: the same pages, the same number of queries."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.learning.services import end_teach_outs
from courses.models import Completion, Enrolment
from courses.people.services import person_for
from tests.crowd import make_crowd, tick
from tests.factories.courses import SmallCourse, make_course, make_lesson
from tests.factories.people import make_user
from tests.queries import counted_queries

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db,
    pytest.mark.usefixtures("queued_tasks"),
]
LEARNERS = 20_000
PATIENCE = 60  # seconds for what moves everybody at once
PAGE_PATIENCE = 3  # seconds for a page that nobody has asked for yet
MOST_QUERIES = 16  # as for one learner


@pytest.fixture
def course() -> Iterator[SmallCourse]:
    course = make_course(quiz=False)
    tick(make_crowd(course.offering, LEARNERS), [course.lessons[0].translation_key])
    return course


def seconds_of(work) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_a_minor_release_moves_them_all_in_a_minute(course: SmallCourse) -> None:
    make_lesson(course.module)
    assert seconds_of(course.release) < PATIENCE
    edition = course.offering.course.current_edition
    assert Enrolment.objects.filter(edition=edition, state="active").count() == LEARNERS
    assert not Completion.objects.exists()


def test_the_end_of_a_teach_out_moves_them_all_in_a_minute(course: SmallCourse) -> None:
    make_lesson(course.module)
    until = timezone.localdate() + timedelta(days=1)
    course.release(material=True, teach_out_on=until)
    assert seconds_of(lambda: end_teach_outs(today=until + timedelta(days=1))) < PATIENCE
    edition = course.offering.course.current_edition
    assert Enrolment.objects.filter(edition=edition).count() == LEARNERS


@pytest.mark.parametrize("query", ["", "?page=800", "?show=stuck", "?show=stuck&page=800"])
def test_the_facilitators_pages_stay_quick(course: SmallCourse, query: str) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    Enrolment.objects.update(enrolled_at=long_ago)
    course.offering.course.offerings.get().enrolments.first().progress.update(completed_at=long_ago)
    facilitator = make_user(group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    client = Client()
    client.force_login(facilitator)
    address = reverse("reports:offering", args=[course.offering.uuid]) + query
    assert seconds_of(lambda: client.get(address)) < PAGE_PATIENCE
    with counted_queries() as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= MOST_QUERIES
