"""What a learner sees of what is needed first: on the course page, and where they are refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePage, Enrolment, Offering
from tests.courses.learning.test_prerequisites import complete, make_second
from tests.factories.courses import SmallCourse, make_course, make_lesson
from tests.factories.people import make_enrolment, make_person

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
NAME = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "Africa/Nairobi"}


@pytest.fixture
def first() -> SmallCourse:
    return make_course(title="The first course")


@pytest.fixture
def second(first) -> SmallCourse:
    return make_second(first)


def course_page(client, course: SmallCourse) -> str:
    return client.get(course.page.get_url()).content.decode()


def refusal(client, course: SmallCourse, *, posts: bool = False) -> str:
    address = reverse("learning:enrol", args=[course.slug])
    answer = client.post(address, NAME) if posts else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_reads_what_is_needed_first(client, first, second) -> None:
    page = course_page(client, second)
    assert "You need first, valid on the day you enrol:" in page
    assert f'<a href="{first.page.get_url()}">The first course</a>' in page
    assert "completed with 90% or more" in page
    assert reverse("learning:enrol", args=[second.slug]) in page
    assert "You need first" not in course_page(client, first)


def test_who_lacks_it_reads_so_too_where_the_course_is_not_open(client, first, second) -> None:
    Offering.objects.filter(course__slug=second.slug).update(is_open=False)
    for user in (None, make_person().user):
        if user:
            client.force_login(user)
        page = course_page(client, second)
        assert "Enrolment is not open" in page
        assert "You need first, valid on the day you enrol:" in page
        assert f'<a href="{first.page.get_url()}">The first course</a>' in page


@pytest.mark.parametrize("posts", [False, True])
def test_who_has_not_completed_it_is_led_there(client, first, second, posts) -> None:
    client.force_login(make_person().user)
    for page in (course_page(client, second), refusal(client, second, posts=posts)):
        assert "You have not completed it yet." in page
        assert f'<a href="{first.page.get_url()}">Go to this course</a>' in page
    assert reverse("learning:enrol", args=[second.slug]) not in course_page(client, second)
    assert not Enrolment.objects.exists()


def test_who_never_had_a_record_is_refused_too(client, second, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_user(username="somebody-new"))
    assert "You have not completed it yet." in refusal(client, second)


def test_whose_completion_has_expired_is_led_to_the_refresher(client, first, second) -> None:
    person = make_person()
    complete(first, person, days=-1)
    client.force_login(person.user)
    for page in (course_page(client, second), refusal(client, second)):
        assert "You completed it, but that was valid until" in page
        address = reverse("learning:enrol", args=[first.slug])
        assert f'<a href="{address}">Take the course again</a>' in page
    assert "You take every lesson and quiz again." in client.get(address).content.decode()


def test_a_graduate_with_a_lower_score_is_led_to_the_final_quiz(client, first, second) -> None:
    person = make_person()
    complete(first, person, score=84)
    client.force_login(person.user)
    address = reverse("learning:enrol", args=[first.slug])
    for page in (course_page(client, second), refusal(client, second)):
        assert "Your score is 84%." in page
        assert f'<a href="{address}">Take the final quiz again</a>' in page
    for place in (course_page(client, first), client.get(f"/learn/{first.slug}/").content.decode()):
        assert "Another course asks for a higher score than yours." in place
        assert address in place


@pytest.mark.parametrize(("score", "days"), [(84, 300), (95, -1)])
def test_where_the_course_is_not_open_nobody_is_led_to_nothing(
    client, first, second, score, days
) -> None:
    person = make_person()
    complete(first, person, score=score, days=days)
    Offering.objects.filter(course__slug=first.slug).update(is_open=False)
    client.force_login(person.user)
    for page in (course_page(client, second), refusal(client, second)):
        assert "It is not open now. Ask whoever plans training for you." in page
        assert reverse("learning:enrol", args=[first.slug]) not in page


def test_who_is_taking_it_again_where_it_closed_is_led_on(client, first, second) -> None:
    person = make_person()
    complete(first, person, days=-1)
    make_enrolment(first.offering, person)
    Offering.objects.filter(course__slug=first.slug).update(is_open=False)
    client.force_login(person.user)
    address = reverse("learning:enrol", args=[first.slug])
    assert f'<a href="{address}">Take the course again</a>' in refusal(client, second)
    assert client.get(address).url == reverse("learning:course_home", args=[first.slug])


def test_who_has_it_sees_so_and_enrols(client, first, second) -> None:
    person = make_person()
    complete(first, person)
    client.force_login(person.user)
    assert "You have what this course asks for first:" in course_page(client, second)
    address = reverse("learning:enrol", args=[second.slug])
    assert client.post(address, NAME).url == reverse("learning:course_home", args=[second.slug])
    assert "You are enrolled" in course_page(client, second)


def test_a_course_that_is_not_offered_here_is_named_without_a_link(client, first) -> None:
    later = make_course(released=False, title="A later course")
    course = make_second(later)
    client.force_login(make_person().user)
    page = refusal(client, course)
    assert "A later course" in page
    assert "This course is not offered here yet." in page
    assert later.page.get_url() not in page


def test_a_course_whose_page_is_not_published_is_called_by_its_title(client, first, second) -> None:
    CoursePage.objects.filter(pk=first.page.pk).update(live=False)
    client.force_login(make_person().user)
    page = refusal(client, second)
    assert '<strong lang="en" dir="auto">The first course</strong>' in page
    assert "You have not completed it yet. Ask whoever plans training for you." in page


def test_who_is_asked_for_it_in_another_language_reads_the_same(client, first, second) -> None:
    client.force_login(make_person().user)
    page = client.get(
        reverse("learning:enrol", args=[second.slug]), headers={"accept-language": "ar-xb"}
    ).content.decode()
    assert f'<strong lang="en" dir="auto"><a href="{first.page.get_url()}">' in page


def test_a_graduate_who_lacks_it_since_reads_so_instead_of_being_led_to_a_refusal(
    client, first, second, django_capture_on_commit_callbacks
) -> None:
    person = make_person()
    done = complete(first, person)
    complete(second, person)
    with django_capture_on_commit_callbacks(execute=True):
        make_lesson(second.module)
        second.release(material=True, teach_out_on=timezone.localdate())
    client.force_login(person.user)
    places = [second.page.get_url(), reverse("learning:course_home", args=[second.slug])]
    link = reverse("learning:enrol", args=[second.slug])
    assert all(link in client.get(place).content.decode() for place in places)
    assert link in client.get(reverse("home:my_learning")).content.decode()
    done.__class__.objects.filter(pk=done.pk).update(valid_until=timezone.localdate() - ONE_DAY)
    for place in places:
        page = client.get(place).content.decode()
        assert "You can take this course again, for a new certificate, as soon as you have:" in page
        assert "Take the course again" in page
        assert link not in page
    assert link not in client.get(reverse("home:my_learning")).content.decode()


def test_the_course_page_asks_no_more_for_more_courses(client, first) -> None:
    person = make_enrolment(first.offering).person
    client.force_login(person.user)
    three = make_second(first, make_course(), make_course())
    one = make_second(first)

    def queries(course: SmallCourse) -> int:
        course_page(client, course)
        with CaptureQueriesContext(connection) as asked:
            course_page(client, course)
        return len(asked)

    assert queries(three) == queries(one)


def test_nor_for_more_courses_to_take_again(client, first) -> None:
    person, others = make_person(), [make_course(), make_course()]
    for number, course in enumerate((first, *others)):
        complete(course, person, score=50 + number)
    client.force_login(person.user)

    def queries(course: SmallCourse) -> int:
        course_page(client, course)
        with CaptureQueriesContext(connection) as asked:
            assert "Take the final quiz again" in course_page(client, course)
        return len(asked)

    assert queries(make_second(first, *others)) == queries(make_second(first))


def test_valid_is_valid_on_the_day_somebody_enrols(client, first, second) -> None:
    person = make_person()
    done = complete(first, person, days=0)
    client.force_login(person.user)
    assert done.valid_until == timezone.localdate()
    assert "What you need first" not in refusal(client, second)
    done.__class__.objects.filter(pk=done.pk).update(valid_until=timezone.localdate() - ONE_DAY)
    assert "What you need first" in refusal(client, second)
