import pytest

from courses.learning import services
from courses.models import CompletionVoided, Enrolment, Entitlement
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db


def test_enrolling_twice_is_one_enrolment_on_the_current_edition():
    course = make_course()
    person = make_person()
    first = make_enrolment(course.offering, person)
    assert make_enrolment(course.offering, person) == first
    assert first.edition == course.offering.course.current_edition
    assert Entitlement.objects.filter(person=person).count() == 1


def test_after_a_completion_recorded_in_error_a_new_cycle_begins_from_nothing():
    course = make_course(quiz=False, lessons=1)
    old = make_enrolment(course.offering)
    done = services.mark_done(enrolment=old, item_uuid=course.lessons[0].translation_key)
    CompletionVoided.objects.create(completion=done, reason="Another person answered.")
    new = make_enrolment(course.offering, old.person)
    assert (new.cycle, new.state, new.progress.count()) == (2, "active", 0)
    assert Enrolment.objects.get(pk=old.pk).state == "completed"


def test_a_completed_course_is_not_started_again_by_enrolling():
    course = make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assert make_enrolment(course.offering, enrolment.person) == enrolment
