"""The marking queue: without names, the same question again and again, and on to the next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Attempt, Mark, Offering
from courses.people.services import person_for
from courses.reports.forms import MarkForm
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.written import hand_in, make_written_course, written_slots
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db

MARKS = {"points-0": "2", "points-1": "1", "comment": "Good."}


@pytest.fixture
def course(client):
    course = make_written_course()
    facilitator = make_user("facilitator", group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    client.force_login(facilitator)
    return course


def handed_in(course, *, days: int = 0, **given) -> Attempt:
    attempt = hand_in(course, make_enrolment(course.offering), **given)
    at = timezone.now() - timedelta(days=days)
    Attempt.objects.filter(pk=attempt.pk).update(handed_in_at=at)
    return attempt


def queue_address(course) -> str:
    return reverse("reports:marking", args=[course.offering.uuid])


def address_of(course, attempt: Attempt, slot: int | None = None) -> str:
    slot = slot or written_slots(attempt)[0]
    return reverse("reports:mark_one", args=[course.offering.uuid, attempt.uuid, slot])


def test_an_empty_queue_says_what_will_come(client, course):
    page = client.get(queue_address(course)).content.decode()
    assert "Nothing waits to be marked" in page


def test_the_longest_waiting_comes_first_without_a_name(client, course):
    late, early = handed_in(course), handed_in(course, days=3)
    response = client.get(queue_address(course))
    page = response.content.decode()
    assert [answer.attempt for answer in response.context["page"]] == [early.uuid, late.uuid]
    assert "3 days" in page
    assert "less than a day" in page
    assert "How do you explain the duty" in page
    assert "Amara" not in page


def test_the_page_of_the_offering_says_how_many_wait(client, course):
    handed_in(course)
    page = client.get(reverse("reports:offering", args=[course.offering.uuid])).content.decode()
    assert "Answers to mark: 1 quiz waits" in page


def test_marking_shows_the_guide_the_rubric_and_the_answer_but_no_name(client, course):
    attempt = handed_in(course, text="<script>alert(1)</script>\n\nProof?")
    page = client.get(address_of(course, attempt)).content.decode()
    assert "Two sentences are enough." in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Says that proof is not needed" in page
    assert page.count('type="radio"') == 3 + 2
    assert "not a place to report" in page
    assert "Speak to your safeguarding focal point" in page
    assert "Amara" not in page


def test_names_show_where_the_offering_says_so(client, course):
    attempt = handed_in(course)
    Offering.objects.filter(pk=course.offering.pk).update(marking_is_blind=False)
    for address in (queue_address(course), address_of(course, attempt)):
        assert "Amara Diallo" in client.get(address).content.decode()


def test_save_and_next_goes_through_the_queue(client, course):
    first, second = handed_in(course, days=2), handed_in(course, days=1)
    response = client.post(address_of(course, first), MARKS)
    assert response.url == address_of(course, second)
    response = client.post(response.url, MARKS)
    assert response.url == queue_address(course)
    first.refresh_from_db()
    assert (first.state, first.score) == ("graded", 100)
    assert {mark.marked_by.username for mark in Mark.objects.all()} == {"facilitator"}


def test_the_next_one_is_of_the_question_that_was_chosen(client):
    course = make_written_course(written=2)
    facilitator = make_user(group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    client.force_login(facilitator)
    attempts = [handed_in(course, days=days) for days in (2, 1)]
    places = [
        {slot["version"]: slot["slot"] for slot in attempt.paper["slots"]} for attempt in attempts
    ]
    for version in places[0]:
        query = f"?question={version}"
        response = client.get(queue_address(course) + query)
        assert {a.question for a in response.context["page"]} == {version}
        here, following = (
            address_of(course, attempt, place[version]) + query
            for attempt, place in zip(attempts, places, strict=True)
        )
        assert client.post(here, MARKS).url == following
    assert client.get(queue_address(course) + "?question=x&quiz=y").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {"comment": ""},
        {"points-0": "3", "points-1": "1"},
        {"points-0": "x"},
        {**MARKS, "comment": "x" * 2001},
    ],
)
def test_a_form_that_is_not_filled_in_says_what_to_mend(client, course, data):
    attempt = handed_in(course)
    response = client.post(address_of(course, attempt), data)
    assert response.status_code == 200
    assert "Please mend this" in response.content.decode()
    assert not Mark.objects.exists()


def test_who_is_second_is_told_and_goes_on(client, course):
    attempt = handed_in(course)
    other = make_person("other", given="Bintou")
    Mark.objects.create(
        attempt=attempt,
        slot=written_slots(attempt)[0],
        points={"a": 0, "b": 0},
        marked_by=other.user,
    )
    response = client.post(address_of(course, attempt), MARKS, follow=True)
    assert "Bintou Diallo has just marked answer" in response.content.decode()
    assert Mark.objects.count() == 1


def test_a_mark_is_found_again_and_corrected(client, course):
    attempt = handed_in(course)
    client.post(address_of(course, attempt), {**MARKS, "points-0": "0"})
    done = client.get(reverse("reports:marked", args=[course.offering.uuid])).content.decode()
    assert address_of(course, attempt) in done
    page = client.get(address_of(course, attempt))
    corrects = page.context["form"]["corrects"].value()
    client.post(address_of(course, attempt), {**MARKS, "corrects": corrects})
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (100, True)


def test_nobody_marks_their_own_answer(client, course):
    facilitator = Offering.objects.get().facilitators.get()
    attempt = hand_in(course, make_enrolment(course.offering, facilitator))
    assert list(client.get(queue_address(course)).context["page"]) == []
    assert client.get(address_of(course, attempt)).status_code == 404


def test_nobody_marks_for_another_offering(client, course):
    mine = course.offering
    elsewhere = Offering.objects.create(course=mine.course, title="Elsewhere")
    attempt = hand_in(course, make_enrolment(elsewhere))
    slot = written_slots(attempt)[0]
    for offering in (mine, elsewhere):
        address = reverse("reports:mark_one", args=[offering.uuid, attempt.uuid, slot])
        assert client.get(address).status_code == 404
        assert client.post(address, MARKS).status_code == 404


def test_what_the_machine_grades_has_no_page(client, course):
    attempt = handed_in(course)
    [choice] = {slot["slot"] for slot in attempt.paper["slots"]} - set(written_slots(attempt))
    assert client.get(address_of(course, attempt, choice)).status_code == 404
    assert client.get(address_of(course, attempt, 99)).status_code == 404


def test_the_queue_costs_the_same_for_1_and_25_answers(client, course):
    handed_in(course)
    client.get(queue_address(course))
    with counted_queries() as with_one:
        client.get(queue_address(course))
    attempts = [handed_in(course) for _ in range(24)]
    client.get(queue_address(course))
    with counted_queries() as with_many:
        assert len(client.get(queue_address(course)).context["page"].object_list) == 25
    assert len(with_many) == len(with_one) <= 8
    client.get(address_of(course, attempts[0]))
    with counted_queries() as of_one:
        client.get(address_of(course, attempts[0]))
    assert len(of_one) <= 9


def test_a_criterion_with_many_points_is_a_number():
    criteria = [{"id": "a", "text": "All", "points": 20}]
    assert not MarkForm({"points-0": "21"}, criteria=criteria, mark=None).is_valid()
    form = MarkForm({"points-0": "20"}, criteria=criteria, mark=None)
    assert form.is_valid()
    assert form.points == {"a": 20}
