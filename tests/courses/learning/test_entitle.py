"""The right to take part: what gives it, what ends it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.learning.access import offering_to_join
from courses.learning.enrol_many import enrol_many, entitle_many
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
    assert end_entitlements(source=Source.SEAT, references=["seat"]) == 1
    first.refresh_from_db()
    assert first.state == "active"
    assert end_entitlements(source=Source.ROSTER, references=["row"]) == 1
    assert end_entitlements(source=Source.ROSTER, references=["row"]) == 0
    first.refresh_from_db()
    assert first.state == "withdrawn"
    entitle(person=person, offering=course.offering, source=Source.SEAT, reference="new")
    again = join(course, person)
    assert again.cycle == 2
    assert list(again.progress.values_list("item_uuid", flat=True)) == [
        course.lessons[0].translation_key
    ]


def test_of_many_nobody_gets_in_where_one_has_no_right(course) -> None:
    people = [make_person() for _number in range(3)]
    locales = {person.pk: "en" for person in people}
    references = {person.pk: f"row {person.pk}" for person in people[:2]}
    for _twice in range(2):
        entitle_many(references=references, offering=course.offering, source=Source.ROSTER)
    assert Entitlement.objects.count() == 2
    with pytest.raises(NotEntitled):
        enrol_many(offering=course.offering, locales=locales)
    assert not Enrolment.objects.exists()
    entitle(person=people[2], offering=course.offering, source=Source.GRANT)
    assert len(enrol_many(offering=course.offering, locales=locales)) == 3


def test_a_list_sent_again_asks_about_all_completions_at_once(course) -> None:
    def queries_for(number: int) -> int:
        people = [make_person() for _number in range(number)]
        references = {person.pk: "row" for person in people}
        entitle_many(references=references, offering=course.offering, source=Source.ROSTER)
        locales = {person.pk: "en" for person in people}
        enrol_many(offering=course.offering, locales=locales)
        Enrolment.objects.update(state="completed")
        with CaptureQueriesContext(connection) as asked:
            assert enrol_many(offering=course.offering, locales=locales) == []
        return len(asked)

    assert queries_for(1) == queries_for(10)


def test_what_is_completed_stays_when_its_right_ends() -> None:
    course = closed(make_course(quiz=False, lessons=1), Admission.PAID)
    person = make_person()
    entitle(person=person, offering=course.offering, source=Source.ORDER, reference="line")
    enrolment = join(course, person)
    assert mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    end_entitlements(source=Source.ORDER, references=["line"])
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"


def test_an_offering_one_has_a_right_to_comes_before_a_free_one(course) -> None:
    person = make_person()
    own, slug, day = course.offering, course.page.slug, date(2026, 11, 29)
    free = Offering.objects.create(course=own.course, title="Free")
    assert offering_to_join(slug, day, person.user) == free
    entitle(person=person, offering=own, source=Source.GRANT)
    assert offering_to_join(slug, day, person.user) == own
