"""What an author is told of the courses needed first before a release, and what it freezes."""

import pytest

from courses.editions.check import check
from courses.models import CoursePrerequisite, Edition
from tests.courses.learning.test_prerequisites import complete
from tests.factories.courses import SmallCourse, make_course, publish
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db

NAME = "first-course"
AGAIN = "nobody can enrol in “The second course” until that is released again."
OTHERWISE = f"Learners are asked for another course than “{NAME}” is now"


def make_first(**fields) -> SmallCourse:
    return make_course(slug=NAME, title="The first course", **fields)


def make_second() -> SmallCourse:
    course = make_course(released=False, title="The second course")
    course.page.prerequisites.add(CoursePrerequisite(course_slug=NAME))
    course.page.save()
    course.release()
    return course


def advice(course: SmallCourse) -> str:
    return "\n".join(f.message for f in check(course.page) if not f.blocking)


def asked(course: SmallCourse) -> str:
    edition = Edition.objects.filter(course__uuid=course.page.translation_key).latest("pk")
    return edition.policy["prerequisites"][0]["course"]


def test_a_course_written_here_later_is_met_by_releasing_again_and_both_pages_say_so() -> None:
    second = make_second()
    assert f"There is no course “{NAME}” here yet: nobody can enrol until there is." in advice(
        second
    )
    first = make_first()
    assert AGAIN in advice(first)
    assert OTHERWISE in advice(second)
    second.release()
    assert asked(second) == str(first.page.translation_key)
    assert AGAIN not in advice(first)
    assert OTHERWISE not in advice(second)
    person = make_person()
    complete(first, person)
    assert make_enrolment(second.offering, person).state == "active"


def test_a_course_that_is_here_and_not_released_is_told() -> None:
    first = make_first(released=False)
    second = make_second()
    said = f"“{NAME}” is not released yet: nobody can enrol until it is."
    assert said in advice(second)
    first.release()
    assert said not in advice(second)


def test_a_course_whose_page_has_another_short_name_since_is_still_found() -> None:
    first = make_first()
    first.page.slug = "another-name"
    publish(first.page)
    second = make_second()
    assert asked(second) == str(first.page.translation_key)
    assert NAME not in advice(second)


def test_a_course_that_is_met_gets_no_advice_and_nobody_else_either() -> None:
    first, second = make_first(), make_second()
    for course in (first, second, make_course()):
        assert NAME not in advice(course)
        assert "needs this course first" not in advice(course)
