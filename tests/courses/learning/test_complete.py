"""A completion is a fact: granted once, in the transaction of the fact that caused it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from certificates.models import Certificate
from courses.editions.models import AppendOnlyError
from courses.learning import services
from courses.learning.outline import outline_with_ticks
from courses.learning.services import NotALesson
from courses.learning.signals import course_completed
from courses.models import Completion, Enrolment, ItemProgress
from tests.factories.courses import make_course, make_lesson
from tests.factories.people import make_enrolment

pytestmark = pytest.mark.django_db


def test_the_last_required_lesson_completes_the_course_once():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    first, second = (lesson.translation_key for lesson in course.lessons)
    assert services.mark_done(enrolment=enrolment, item_uuid=first) is None
    completion = services.mark_done(enrolment=enrolment, item_uuid=second)
    again = services.mark_done(enrolment=enrolment, item_uuid=second)
    assert completion == again == Completion.objects.get()
    assert Certificate.objects.get().completion_uuid == completion.uuid
    assert Enrolment.objects.get().state == "completed"


def test_ticking_twice_keeps_the_first_date():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    lesson = course.lessons[0].translation_key
    services.mark_done(enrolment=enrolment, item_uuid=lesson)
    before = ItemProgress.objects.get()
    services.mark_done(enrolment=enrolment, item_uuid=lesson)
    assert ItemProgress.objects.get().completed_at == before.completed_at


def test_optional_lessons_do_not_move_the_bar():
    course = make_course(quiz=False, lessons=1, released=False)
    extra = make_lesson(course.module, required=False)
    course.release()
    enrolment = make_enrolment(course.offering)
    services.mark_done(enrolment=enrolment, item_uuid=extra.translation_key)
    assert outline_with_ticks(enrolment).percent == 0
    services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assert outline_with_ticks(enrolment).percent == 100
    assert Completion.objects.count() == 1


def test_a_quiz_cannot_be_ticked_by_hand():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    with pytest.raises(NotALesson):
        services.mark_done(enrolment=enrolment, item_uuid=course.quiz.translation_key)


def test_validity_counts_from_the_learners_own_day(monkeypatch):
    """Half past ten in the evening of the first in UTC is the second in Nairobi."""
    course = make_course(quiz=False, lessons=1, validity_months=24)
    enrolment = make_enrolment(course.offering)
    assert enrolment.person.time_zone == "Africa/Nairobi"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, 1, 22, 30, tzinfo=UTC))
    done = services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assert done.valid_until == date(2028, 3, 2)
    assert Certificate.objects.get().valid_from == date(2026, 3, 2)


def test_nothing_is_granted_when_the_certificate_row_cannot_be_written():
    def broken(**kwargs):
        raise RuntimeError("no certificate")

    course = make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    course_completed.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    finally:
        course_completed.disconnect(broken)
    assert not Completion.objects.exists()
    assert not ItemProgress.objects.exists()


def test_a_completion_is_never_changed_or_deleted():
    course = make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    done = services.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    done.completed_at -= timedelta(days=1)
    with pytest.raises(AppendOnlyError):
        done.save()
    with pytest.raises(AppendOnlyError):
        done.delete()
