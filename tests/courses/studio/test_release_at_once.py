"""A release while everybody is busy: nobody is left behind, nothing is granted twice."""

from collections.abc import Callable

import pytest

from courses.editions import content
from courses.learning.services import enrol, mark_done
from courses.models import Completion, Course, Edition, Enrolment
from courses.studio.release import NothingChanged
from tests.at_once import at_once
from tests.factories.courses import SmallCourse, make_course, make_lesson, publish
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db(transaction=True)
LEARNERS = 8


def release_of(course: SmallCourse) -> Callable[[], Edition | None]:
    def release() -> Edition | None:
        try:
            return course.release()
        except NothingChanged:
            return None

    return release


def tick_of(enrolment: Enrolment, lesson) -> Callable[[], Completion | None]:
    """As a request does it: with the enrolment as it was read before the release."""
    return lambda: mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)


def everybody_is_where_the_rules_say() -> None:
    current = Course.objects.get().current_edition
    for enrolment in Enrolment.objects.all():
        ticks = set(enrolment.progress.values_list("item_uuid", flat=True))
        granted = list(Completion.objects.filter(enrolment=enrolment))
        required = content.required_items(enrolment.edition)
        if enrolment.state == "active":
            assert enrolment.edition == current
            assert granted == []
            assert not set(required) <= ticks
        else:
            assert [done.edition for done in granted] == [enrolment.edition]
            assert set(required) <= ticks


def test_two_releases_at_once_give_one_edition() -> None:
    course = make_course(quiz=False)
    make_lesson(course.module)
    made = [edition for edition in at_once([release_of(course)] * 4) if edition]
    assert [edition.number for edition in made] == [2]
    assert Course.objects.get().current_edition == made[0]


def test_a_release_that_asks_for_more_while_learners_tick_their_last_lesson() -> None:
    course = make_course(quiz=False, lessons=1)
    learners = [make_enrolment(course.offering) for _ in range(LEARNERS)]
    make_lesson(course.module)
    ticks = [tick_of(enrolment, course.lessons[0]) for enrolment in learners]
    at_once([*ticks, release_of(course)])
    everybody_is_where_the_rules_say()


def test_a_release_that_asks_for_less_while_learners_tick() -> None:
    course = make_course(quiz=False)
    first, second = course.lessons
    learners = [make_enrolment(course.offering) for _ in range(LEARNERS)]
    second.required = False
    publish(second)
    at_once([release_of(course), *(tick_of(enrolment, first) for enrolment in learners)])
    everybody_is_where_the_rules_say()
    assert Completion.objects.count() == LEARNERS


def test_nobody_slips_into_the_old_edition_during_a_release() -> None:
    course = make_course(quiz=False)
    offering = course.offering
    newcomers = [make_person() for _ in range(LEARNERS)]
    make_lesson(course.module)
    enrolling = [
        lambda p=person: enrol(person=p, offering=offering, locale="en") for person in newcomers
    ]
    at_once([*enrolling, release_of(course)])
    assert Enrolment.objects.count() == LEARNERS
    everybody_is_where_the_rules_say()
