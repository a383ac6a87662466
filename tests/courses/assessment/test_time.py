"""Time limits, windows, accommodations: the server's clock and the widest rule hold."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment import services, support
from courses.assessment.access import allowance_of
from courses.assessment.outcome import hand_in
from courses.assessment.services import AlreadySubmitted, CannotStart
from courses.models import Accommodation, Attempt, QuizPage
from tests.factories.courses import SmallCourse, make_course, publish
from tests.factories.people import make_enrolment, make_person
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db

MINUTES = 30


@pytest.fixture
def course() -> SmallCourse:
    small = make_course(lessons=0, released=False)
    small.quiz.time_limit_minutes = MINUTES
    small.quiz = publish(small.quiz)
    small.release()
    return small


@pytest.fixture
def attempt(course) -> Attempt:
    return start(course, make_enrolment(course.offering, make_person()))


def _let_time_pass(attempt: Attempt, **span) -> None:
    """As if the attempt had begun so much earlier."""
    span = timedelta(**span)
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=attempt.started_at - span, deadline_at=attempt.deadline_at - span
    )
    attempt.refresh_from_db()


def _more(attempt: Attempt, **given) -> list[Accommodation]:
    given = {"reason": "Reads slowly.", **given}
    return support.accommodate(enrolments=[attempt.enrolment], by=None, **given)


def _open(course: SmallCourse, **window) -> None:
    windows = {course.quiz.translation_key: window}
    support.set_windows(offering=course.offering, windows=windows)


def test_the_deadline_comes_from_the_start(attempt):
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES)


def test_without_a_limit_there_is_no_deadline():
    course = make_course(lessons=0)
    assert start(course, make_enrolment(course.offering, make_person())).deadline_at is None


def test_what_was_saved_in_time_is_graded_when_the_time_is_up(attempt):
    answer_all(attempt, right=True)
    _let_time_pass(attempt, minutes=MINUTES + 2)
    assert services.end_overdue(now=timezone.now()) == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.passed) == ("graded", 100, True)
    assert attempt.ended_by_time
    assert attempt.handed_in_at == attempt.deadline_at
    assert attempt.enrolment.progress.count() == 1


def test_an_attempt_within_its_time_or_grace_is_left_alone(attempt):
    _let_time_pass(attempt, minutes=MINUTES, seconds=30)
    assert services.end_overdue(now=timezone.now()) == 0
    answer_all(attempt, right=True)  # on its way when the time was up


def test_nothing_is_saved_after_the_time(attempt):
    _let_time_pass(attempt, minutes=MINUTES + 2)
    with pytest.raises(AlreadySubmitted):
        answer_all(attempt, right=True)


def test_the_next_post_ends_what_is_overdue(attempt):
    _let_time_pass(attempt, minutes=MINUTES + 2)
    second = services.start(enrolment=attempt.enrolment, item_uuid=attempt.item_uuid)
    assert second.number == 2
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("graded", 0)


def test_looking_ends_nothing_and_says_that_the_time_is_up(client, attempt):
    _let_time_pass(attempt, minutes=MINUTES + 2)
    client.force_login(attempt.enrolment.person.user)
    response = client.get(reverse("assessment:attempt", args=[attempt.uuid]), follow=True)
    assert "The time is up" in response.content.decode()
    attempt.refresh_from_db()
    assert attempt.state == "in_progress"
    client.post(reverse("assessment:submit", args=[attempt.uuid]))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.ended_by_time) == ("graded", True)


def test_the_page_says_until_when(client, attempt):
    client.force_login(attempt.enrolment.person.user)
    page = client.get(reverse("assessment:attempt", args=[attempt.uuid])).content.decode()
    assert "You have until" in page
    assert 'data-seconds="17' in page or 'data-seconds="1800"' in page


def test_more_time_reaches_an_attempt_that_is_running(attempt):
    _more(attempt, extra_time_percent=50)
    attempt.refresh_from_db()
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES * 1.5)


def test_less_time_than_there_was_is_never_the_outcome(attempt):
    [given] = _more(attempt, extra_time_percent=100)
    support.end_accommodation(accommodation=given)
    _more(attempt, extra_time_percent=10)
    attempt.refresh_from_db()
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES * 2)


def test_an_accommodation_holds_until_its_end(course):
    enrolment = make_enrolment(course.offering, make_person())
    yesterday = timezone.localdate() - timedelta(days=1)
    support.accommodate(
        enrolments=[enrolment], by=None, reason="Then.", extra_time_percent=50, ends_on=yesterday
    )
    assert start(course, enrolment).deadline_at - timezone.now() <= timedelta(minutes=MINUTES)


def test_one_decision_serves_many_people(course):
    enrolments = [make_enrolment(course.offering, make_person()) for _ in range(3)]
    support.accommodate(enrolments=enrolments, by=None, reason="Bad line.", extra_attempts=2)
    assert Accommodation.objects.count() == 3
    for enrolment in enrolments:
        assert allowance_of(enrolment, course.quiz.translation_key).extra_attempts == 2


def test_a_window_opens_and_closes(course):
    enrolment, now = make_enrolment(course.offering, make_person()), timezone.now()
    _open(course, opens_at=now + timedelta(hours=1), closes_at=None)
    with pytest.raises(CannotStart):
        start(course, enrolment)
    _open(course, opens_at=None, closes_at=now - timedelta(hours=1))
    with pytest.raises(CannotStart):
        start(course, enrolment)
    support.accommodate(enrolments=[enrolment], by=None, reason="Was ill.", extra_days=1)
    attempt = start(course, enrolment)
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES)


def test_a_new_closing_date_reaches_attempts_that_are_running(course, attempt):
    soon = timezone.now() + timedelta(minutes=5)
    _open(course, opens_at=None, closes_at=soon)
    attempt.refresh_from_db()
    assert attempt.deadline_at == soon
    _more(attempt, extra_days=1)
    attempt.refresh_from_db()
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES)


def test_the_rules_on_the_page_are_those_of_this_learner(client, course):
    enrolment = make_enrolment(course.offering, make_person())
    support.accommodate(
        enrolments=[enrolment], by=None, reason="Reads slowly.", extra_time_percent=50
    )
    client.force_login(enrolment.person.user)
    quiz = QuizPage.objects.get(pk=course.quiz.pk)
    address = reverse("assessment:quiz", args=[course.slug, quiz.slug])
    assert "You have 45 minutes" in client.get(address).content.decode()


def test_an_attempt_that_just_got_more_time_is_not_ended(attempt):
    _let_time_pass(attempt, minutes=MINUTES + 2)
    stale = Attempt.objects.select_related("enrolment__person").get(pk=attempt.pk)
    _more(attempt, extra_time_percent=100)
    hand_in(attempt=stale, only_overdue=True)
    attempt.refresh_from_db()
    assert attempt.state == "in_progress"


def test_what_ended_an_attempt_stays_though_no_other_may_begin(attempt):
    answer_all(attempt, right=True)
    _let_time_pass(attempt, minutes=MINUTES + 2)
    with pytest.raises(CannotStart):  # it is passed
        services.start(enrolment=attempt.enrolment, item_uuid=attempt.item_uuid)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == ("graded", True)


def test_keeping_the_dates_as_they_are_takes_no_time_away(course, attempt):
    [given] = _more(attempt, extra_time_percent=100)
    support.end_accommodation(accommodation=given)
    _open(course, opens_at=None, closes_at=None)
    attempt.refresh_from_db()
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=MINUTES * 2)
