"""What facilitators give: more time for one or many, dates of a quiz, and what they see of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from courses.assessment import services, support
from courses.models import Accommodation, QuizWindow
from courses.people.services import person_for, set_certificate_name
from courses.reports.gain import FEWEST, learning_gain
from tests.factories.courses import make_course, make_quiz, publish
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client):
    course = make_course(lessons=0)
    person = person_for(user=make_user("facilitator", group="Facilitators"))
    set_certificate_name(person=person, given_name="F", family_name="", time_zone="Africa/Nairobi")
    course.offering.facilitators.add(person)
    client.force_login(person.user)
    return course


def _address(course, page: str) -> str:
    return f"/facilitate/{course.offering.uuid}/{page}/"


GIVEN = {"extra_time_percent": 50, "extra_attempts": 1, "extra_days": 0, "reason": "Agreed."}


def test_many_learners_get_the_same_at_once(client, course):
    enrolments = [make_enrolment(course.offering) for _ in range(3)]
    data = {**GIVEN, "enrolments": [e.uuid for e in enrolments[:2]]}
    page = client.post(_address(course, "accommodations/new"), data, follow=True)
    assert "2 learners have it from now on" in page.content.decode()
    assert {a.enrolment for a in Accommodation.objects.all()} == set(enrolments[:2])
    assert {a.given_by.username for a in Accommodation.objects.all()} == {"facilitator"}
    assert "50% more time" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"enrolments": []}, "Choose at least one learner"),
        ({"extra_time_percent": 0, "extra_attempts": 0}, "Give more time, more attempts"),
        ({"extra_time_percent": 500}, "less than or equal to 400"),
        ({"reason": ""}, "This field is required"),
        ({"ends_on": "2020-01-01"}, "Choose a date in the future"),
        ({"item_uuid": "3f1c2f4e-0000-4000-8000-000000000000"}, "not one of the available"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(client, course, changes, words):
    data = {**GIVEN, "enrolments": [make_enrolment(course.offering).uuid], **changes}
    page = client.post(_address(course, "accommodations/new"), data)
    assert words in page.content.decode()
    assert not Accommodation.objects.exists()


def test_a_learner_of_another_offering_cannot_be_chosen(client, course):
    stranger = make_enrolment(make_course().offering)
    data = {**GIVEN, "enrolments": [stranger.uuid]}
    assert client.post(_address(course, "accommodations/new"), data).status_code == 200
    assert not Accommodation.objects.exists()


def test_the_page_says_that_it_is_no_place_to_report(client, course):
    page = client.get(_address(course, "accommodations/new")).content.decode()
    assert "not a place to report" in page


def test_the_list_costs_the_same_for_many(client, course):
    def more(count: int) -> int:
        enrolments = [make_enrolment(course.offering) for _ in range(count)]
        support.accommodate(enrolments=enrolments, by=None, reason="So.", extra_attempts=1)
        with counted_queries() as counted:
            client.get(_address(course, "accommodations"))
        return len(counted)

    client.get(_address(course, "accommodations"))
    assert more(1) == more(5)


def test_dates_are_typed_in_the_zone_of_the_facilitator(client, course):
    quiz = course.quiz.translation_key
    data = {f"{quiz}-opens_at": "2027-03-01T08:00", f"{quiz}-closes_at": "2027-03-05T18:00"}
    page = client.post(_address(course, "dates"), data, follow=True).content.decode()
    window = QuizWindow.objects.get()
    assert window.opens_at == datetime(2027, 3, 1, 5, tzinfo=UTC)
    assert window.closes_at == datetime(2027, 3, 5, 15, tzinfo=UTC)
    assert "2027-03-01T08:00" in page
    wrong = {f"{quiz}-opens_at": "2027-03-09T08:00", f"{quiz}-closes_at": "2027-03-05T18:00"}
    page = client.post(_address(course, "dates"), wrong).content.decode()
    assert "closes before it opens" in page
    far = {f"{quiz}-closes_at": "9999-12-31T23:00"}
    page = client.post(_address(course, "dates"), far).content.decode()
    assert "between 2000 and 2100" in page
    assert QuizWindow.objects.get().opens_at == window.opens_at


def test_who_asks_for_an_attempt_is_among_those_who_may_need_help(client):
    course = make_course(lessons=0, released=False)
    course.quiz.wait_hours = 0
    course.quiz = publish(course.quiz)
    course.release()
    person = person_for(user=make_user("facilitator", group="Facilitators"))
    course.offering.facilitators.add(person)
    client.force_login(person.user)
    enrolment = make_enrolment(course.offering)
    for _ in range(3):
        services.submit(attempt=answer_all(start(course, enrolment), right=False))
    quiz = course.quiz.translation_key
    support.ask_for_attempt(enrolment=enrolment, item_uuid=quiz)
    page = client.get(f"/facilitate/{course.offering.uuid}/?show=stuck").content.decode()
    assert "Asks for another attempt" in page


@pytest.fixture
def with_pre_test(client):
    course = make_course(lessons=0, released=False)
    course.before = publish(make_quiz(course.module, course.bank, count=2, purpose="pre_test"))
    course.release()
    return course


def _sit(course, *, before: bool, after: bool) -> None:
    enrolment = make_enrolment(course.offering)
    item = course.before.translation_key
    first = services.start(enrolment=enrolment, item_uuid=item)
    services.submit(attempt=answer_all(first, right=before))
    services.submit(attempt=answer_all(start(course, enrolment), right=after))


def test_gain_is_the_same_objectives_before_and_after(with_pre_test):
    for number in range(FEWEST):
        _sit(with_pre_test, before=number == 0, after=number < FEWEST - 1)
    gain = learning_gain(with_pre_test.offering)
    [row] = gain.rows
    assert (row.code, row.learners, row.before, row.after) == ("1.1", 5, 20, 80)
    assert row.share == 75  # of the 80 that were still to learn, 60 were learned


def test_the_results_of_few_are_not_shown(with_pre_test):
    for _ in range(FEWEST - 1):
        _sit(with_pre_test, before=False, after=True)
    gain = learning_gain(with_pre_test.offering)
    assert (gain.rows, gain.waiting) == ([], FEWEST - 1)


def test_a_course_without_a_quiz_before_it_says_so(client, course):
    page = client.get(_address(course, "gain")).content.decode()
    assert "has no quiz before it" in page


def test_an_ended_accommodation_is_gone_from_the_list(client, course):
    [given] = support.accommodate(
        enrolments=[make_enrolment(course.offering)],
        by=None,
        reason="Agreed.",
        extra_attempts=1,
        ends_on=timezone.localdate() + timedelta(days=3),
    )
    address = _address(course, "accommodations")
    page = client.post(f"{address}{given.uuid}/end/", follow=True).content.decode()
    assert "Nobody has more than the rules give" in page
