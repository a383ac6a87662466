"""What must be completed before a course: asked of completions at every way to enrol."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.learning.enrol_many import enrol_many
from courses.learning.models import Admission
from courses.learning.prerequisites import PrerequisitesMissing, Why, in_words, lacking
from courses.learning.services import enrol
from courses.models import (
    Completion,
    CompletionVoided,
    CoursePrerequisite,
    Enrolment,
    Entitlement,
    Offering,
)
from tests.factories.courses import SmallCourse, make_course
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def first() -> SmallCourse:
    return make_course(title="The first course")


@pytest.fixture
def second(first) -> SmallCourse:
    return make_second(first)


def make_second(*needed: SmallCourse, min_score: int = 90) -> SmallCourse:
    course = make_course(released=False)
    for other in needed:
        course.page.prerequisites.add(
            CoursePrerequisite(course_slug=other.slug, min_score=min_score)
        )
    course.page.save()
    course.release()
    return course


def complete(course: SmallCourse, person, *, score: int | None = 95, days: int = 300) -> Completion:
    """As it stands after a course: valid for some days more."""
    enrolment = make_enrolment(course.offering, person)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed")
    return Completion.objects.create(
        enrolment=enrolment,
        person=person,
        edition=enrolment.edition,
        score=score,
        completed_at=timezone.now() - timedelta(days=10),
        valid_until=TODAY + timedelta(days=days),
    )


def why(person, course: SmallCourse) -> list[tuple]:
    found = lacking([person.pk], course.offering.course.current_edition, TODAY)
    return [(lack.why, lack.score) for lack in found.get(person.pk, [])]


def test_without_the_first_course_nobody_enrols_in_the_second(second) -> None:
    person = make_person()
    with pytest.raises(PrerequisitesMissing) as caught:
        make_enrolment(second.offering, person)
    [lack] = caught.value.lacks[person.pk]
    assert (lack.why, lack.needed.title, lack.needed.min_score) == (
        Why.NONE,
        "The first course",
        90,
    )
    assert not Enrolment.objects.exists()
    assert not Entitlement.objects.exists()


def test_who_is_in_the_middle_of_the_first_course_has_not_completed_it(first, second) -> None:
    person = make_enrolment(first.offering).person
    assert why(person, second) == [(Why.NONE, None)]


def test_with_the_score_that_is_asked_they_enrol(first, second) -> None:
    person = make_person()
    complete(first, person, score=90)
    assert make_enrolment(second.offering, person).state == "active"


def test_a_lower_score_is_not_enough_and_the_best_valid_one_is_told(first, second) -> None:
    person = make_person()
    complete(first, person, score=84)
    other = Offering.objects.create(course=first.offering.course, title="Another")
    enrolment = enrol(person=person, offering=other, locale="en")
    Completion.objects.create(
        enrolment=enrolment,
        person=person,
        edition=enrolment.edition,
        score=99,
        completed_at=timezone.now() - timedelta(days=900),
        valid_until=TODAY - timedelta(days=1),
    )
    assert why(person, second) == [(Why.SCORE, 84)]


def test_a_completion_counts_on_its_last_day_and_not_after(first, second) -> None:
    person, late = make_person(), make_person()
    complete(first, person, days=0)
    complete(first, late, days=-1)
    assert why(person, second) == []
    assert why(late, second) == [(Why.EXPIRED, 95)]


def test_a_completion_recorded_in_error_does_not_count(first, second) -> None:
    person = make_person()
    done = complete(first, person)
    CompletionVoided.objects.create(completion=done, reason="Another person answered.")
    assert why(person, second) == [(Why.NONE, None)]


def test_any_completion_will_do_where_no_score_is_asked(first) -> None:
    person = make_person()
    complete(first, person, score=None)
    assert make_enrolment(make_second(first, min_score=0).offering, person)
    assert why(person, make_second(first, min_score=1)) == [(Why.SCORE, None)]


def test_of_several_courses_each_is_needed(first) -> None:
    other = make_course()
    both = make_second(first, other)
    person = make_person()
    complete(first, person)
    assert [w for w, _score in why(person, both)] == [Why.NONE]
    complete(other, person)
    assert why(person, both) == []


def test_what_the_author_declares_holds_from_the_next_release(first) -> None:
    course = make_course()
    course.page.prerequisites.add(CoursePrerequisite(course_slug=first.slug, min_score=90))
    course.page.save()
    person = make_person()
    assert make_enrolment(course.offering, person)
    course.release()
    assert make_enrolment(course.offering, person), "who takes part already stays"
    with pytest.raises(PrerequisitesMissing):
        make_enrolment(course.offering)


def test_a_right_to_the_course_is_no_way_round(second) -> None:
    Offering.objects.filter(pk=second.offering.pk).update(admission=Admission.ORGANISATION)
    person = make_person()
    for source in Entitlement.Source:
        Entitlement.objects.create(person=person, offering=second.offering, source=source)
    with pytest.raises(PrerequisitesMissing):
        make_enrolment(second.offering, person)


def test_coming_back_after_a_withdrawal_is_asked_again(first, second) -> None:
    person = make_person()
    done = complete(first, person)
    old = make_enrolment(second.offering, person)
    Enrolment.objects.filter(pk=old.pk).update(state="withdrawn")
    CompletionVoided.objects.create(completion=done, reason="In error.")
    with pytest.raises(PrerequisitesMissing):
        make_enrolment(second.offering, person)


def test_of_many_nobody_is_enrolled_where_one_lacks_it(first, second) -> None:
    people = [make_person() for _number in range(3)]
    locales = {person.pk: "en" for person in people}
    for person in people[:2]:
        complete(first, person)
    with pytest.raises(PrerequisitesMissing) as caught:
        enrol_many(offering=second.offering, locales=locales)
    assert list(caught.value.lacks) == [people[2].pk]
    assert not Enrolment.objects.filter(offering=second.offering).exists()
    complete(first, people[2])
    assert len(enrol_many(offering=second.offering, locales=locales)) == 3


def test_of_many_all_completions_are_asked_for_at_once(first, second) -> None:
    edition = second.offering.course.current_edition
    people = [make_person() for _number in range(8)]
    for person in people:
        complete(first, person, score=50)

    def queries_for(number: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert len(lacking([p.pk for p in people[:number]], edition, TODAY)) == number
        return len(asked)

    queries_for(1)  # the names are in memory from now on
    assert queries_for(1) == queries_for(8) == 1


def test_a_course_that_needs_nothing_asks_nothing(first, django_assert_num_queries) -> None:
    edition = first.offering.course.current_edition
    person = make_person()
    with django_assert_num_queries(0):
        assert lacking([person.pk], edition, TODAY) == {}


def test_in_words_it_says_what_is_asked_and_nothing_of_anybody(first, second) -> None:
    person = make_person()
    complete(first, person, score=84)
    [lack] = lacking([person.pk], second.offering.course.current_edition, TODAY)[person.pk]
    assert in_words([lack.needed]) == "“The first course” with 90% or more"
