"""The right to take part: what gives it, what ends it."""

from datetime import date

import pytest

from courses.learning.access import offering_to_join
from courses.learning.models import Admission
from courses.learning.services import NotEntitled, end_entitlements, enrol, entitle, mark_done
from courses.models import Enrolment, Entitlement, Offering
from tests.factories.courses import SmallCourse, make_course
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
Source = Entitlement.Source


def closed(course: SmallCourse, admission: str) -> SmallCourse:
    Offering.objects.filter(pk=course.offering.pk).update(admission=admission)
    return course


@pytest.fixture
def course() -> SmallCourse:
    return closed(make_course(), Admission.ORGANISATION)


def join(course, person) -> Enrolment:
    return enrol(person=person, offering=course.offering, locale="en")


def test_nobody_gets_in_without_a_right_where_it_is_not_free(course, client) -> None:
    person = make_person()
    client.force_login(person.user)
    with pytest.raises(NotEntitled):
        join(course, person)
    assert client.get(f"/learn/{course.page.slug}/enrol/").status_code == 404
    entitle(person=person, offering=course.offering, source=Source.ROSTER, reference="row")
    assert client.get(f"/learn/{course.page.slug}/enrol/").status_code == 200
    assert join(course, person).state == "active"


def test_a_right_given_twice_is_one(course) -> None:
    right = {"person": make_person(), "offering": course.offering, "source": Source.SEAT}
    assert entitle(**right, reference="a") == entitle(**right, reference="a")
    assert entitle(**right, reference="b") != entitle(**right, reference="a")


def test_ending_a_source_withdraws_who_has_no_other_and_coming_back_keeps_the_ticks(course) -> None:
    person = make_person()
    entitle(person=person, offering=course.offering, source=Source.SEAT, reference="seat")
    entitle(person=person, offering=course.offering, source=Source.ROSTER, reference="row")
    first = join(course, person)
    mark_done(enrolment=first, item_uuid=course.lessons[0].translation_key)
    assert end_entitlements(source=Source.SEAT, reference="seat") == 1
    first.refresh_from_db()
    assert first.state == "active"
    assert end_entitlements(source=Source.ROSTER, reference="row") == 1
    assert end_entitlements(source=Source.ROSTER, reference="row") == 0
    first.refresh_from_db()
    assert first.state == "withdrawn"
    entitle(person=person, offering=course.offering, source=Source.SEAT, reference="new")
    again = join(course, person)
    assert again.cycle == 2
    assert list(again.progress.values_list("item_uuid", flat=True)) == [
        course.lessons[0].translation_key
    ]


def test_what_is_completed_stays_when_its_right_ends() -> None:
    course = closed(make_course(quiz=False, lessons=1), Admission.PAID)
    person = make_person()
    entitle(person=person, offering=course.offering, source=Source.ORDER, reference="line")
    enrolment = join(course, person)
    assert mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    end_entitlements(source=Source.ORDER, reference="line")
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"


def test_an_offering_one_has_a_right_to_comes_before_a_free_one(course) -> None:
    person = make_person()
    own, slug, day = course.offering, course.page.slug, date(2026, 11, 29)
    free = Offering.objects.create(course=own.course, title="Free")
    assert offering_to_join(slug, day, person.user) == free
    entitle(person=person, offering=own, source=Source.GRANT)
    assert offering_to_join(slug, day, person.user) == own
