"""A visitor reads the first lesson of an open course before having an account."""

import pytest
from django.urls import reverse

from courses.models import Enrolment, ItemProgress
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment

pytestmark = pytest.mark.django_db


def address(course) -> str:
    return reverse("learning:first_lesson", args=[course.slug])


def test_it_shows_the_lesson_what_comes_next_and_the_way_in(client) -> None:
    course = make_course()
    page = client.get(address(course)).content.decode()
    assert course.lessons[0].title in page
    assert "<p>Listen.</p>" in page
    assert course.lessons[1].title in page
    assert reverse("learning:enrol", args=[course.slug]) in page


def test_it_keeps_nothing(client) -> None:
    client.get(address(make_course()))
    assert not Enrolment.objects.exists()
    assert not ItemProgress.objects.exists()
    assert not client.cookies


def test_a_course_that_is_closed_shows_nothing(client) -> None:
    course = make_course()
    course.offering.__class__.objects.update(is_open=False)
    assert client.get(address(course)).status_code == 404


def test_a_course_of_only_a_quiz_leads_to_the_way_in(client) -> None:
    course = make_course(lessons=0)
    assert client.get(address(course)).url == reverse("learning:enrol", args=[course.slug])


def test_who_is_enrolled_is_led_to_the_course(client) -> None:
    course = make_course()
    client.force_login(make_enrolment(course.offering).person.user)
    home = reverse("learning:course_home", args=[course.slug])
    assert client.get(address(course)).url == home


def test_the_course_page_leads_there(client) -> None:
    course = make_course()
    assert address(course) in client.get(course.page.get_url()).content.decode()
