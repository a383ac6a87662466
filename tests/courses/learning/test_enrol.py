import pytest

from courses.learning import services
from courses.models import Completion, Enrolment, Entitlement, ItemProgress
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


def test_coming_back_is_a_new_cycle_with_the_ticks_copied():
    course = make_course()
    old = make_enrolment(course.offering)
    lesson = course.lessons[0].translation_key
    services.mark_done(enrolment=old, item_uuid=lesson)
    services.withdraw(enrolment=old)
    new = make_enrolment(course.offering, old.person)
    assert (new.cycle, new.pk != old.pk) == (2, True)
    ticks = ItemProgress.objects.filter(item_uuid=lesson)
    assert len(set(ticks.values_list("completed_at", flat=True))) == 1
    assert ticks.count() == 2
    assert Enrolment.objects.get(pk=old.pk).state == "withdrawn"


def test_a_completed_course_is_not_started_again_by_enrolling():
    course = make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assert make_enrolment(course.offering, enrolment.person) == enrolment


def test_withdrawing_after_completion_changes_nothing():
    course = make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    services.withdraw(enrolment=enrolment)
    assert Enrolment.objects.get().state == "completed"
    assert Completion.objects.count() == 1
