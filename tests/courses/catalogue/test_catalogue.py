"""Search and filters; what a visitor sees of a course."""

import pytest
from django.core.management import call_command

from courses.models import CoursePage, Topic
from tests.factories.courses import make_course, make_lesson
from tests.factories.people import make_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses():
    first = make_course(title="Safe sport", summary="For coaches.", level="foundation")
    second = make_course(title="Managing allegations", summary="For leads.", level="advanced")
    topic = Topic.objects.create(name="Sport", slug="sport")
    page = CoursePage.objects.get(pk=first.page.pk)
    page.topics.add(topic)
    page.save()
    call_command("update_index", verbosity=0)
    return first, second


def _titles(client, query: str = "") -> set[str]:
    response = client.get(f"/en/courses/{query}")
    assert response.status_code == 200
    return {course.title for course in response.context["courses"]}


def test_every_live_course_is_listed(client, courses):
    assert _titles(client) == {"Safe sport", "Managing allegations"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=sport", {"Safe sport"}),
        ("?q=coaches", {"Safe sport"}),
        ("?q=nothing+like+it", set()),
        ("?level=advanced", {"Managing allegations"}),
        ("?topic=sport", {"Safe sport"}),
        ("?topic=sport&level=advanced", set()),
        ("?language=en", {"Safe sport", "Managing allegations"}),
        ("?language=xx", set()),
        ("?q=sport&topic=sport&level=foundation&language=en", {"Safe sport"}),
        ("?q=sport&topic=%00&level=%00&language=%00", {"Safe sport"}),
        ("?topic=x%00", set()),
        ("?q=%00", {"Safe sport", "Managing allegations"}),
        ("?q=%27%22%29+OR+1%3D1+--+*", set()),
        ("?q=" + "x" * 5000, set()),
        ("?level=%3Cscript%3E", set()),
    ],
)
def test_search_and_filters(client, courses, query, expected):
    assert _titles(client, query) == expected


def test_the_course_page_says_what_it_is(client, courses):
    page = client.get(f"/en/courses/{courses[0].slug}/").content.decode()
    assert "A record of completion; not a UN document." in page
    assert courses[0].lessons[0].title in page
    assert f"/learn/{courses[0].slug}/enrol/" in page


def test_a_course_without_an_edition_cannot_be_enrolled_on(client):
    course = make_course(released=False)
    page = client.get(f"/en/courses/{course.slug}/").content.decode()
    assert "/enrol/" not in page
    learner = make_enrolment(make_course().offering).person.user
    client.force_login(learner)
    assert client.get(f"/learn/{course.slug}/enrol/").status_code == 404


def test_a_renamed_course_stays_open_for_enrolment(client, django_capture_on_commit_callbacks):
    course = make_course()
    slug = course.slug
    CoursePage.objects.filter(pk=course.page.pk).update(slug="another-name")
    page = CoursePage.objects.get(pk=course.page.pk)
    page.set_url_path(page.get_parent())
    page.save()
    assert f"/learn/{slug}/enrol/" in client.get("/en/courses/another-name/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        course.release()
    page = client.get("/en/courses/another-name/").content.decode()
    assert "/learn/another-name/enrol/" in page


def test_what_is_not_released_yet_does_not_stand_in_the_syllabus(client, courses):
    later = make_lesson(courses[0].module)
    page = client.get(f"/en/courses/{courses[0].slug}/").content.decode()
    assert later.title not in page


def test_visitors_get_the_whole_page_from_the_cache_until_something_is_published(
    client, courses, django_assert_num_queries, django_capture_on_commit_callbacks
):
    address = f"/en/courses/{courses[0].slug}/"
    client.get(address)
    with django_assert_num_queries(0):
        assert b"For coaches." in client.get(address).content
    page = CoursePage.objects.get(pk=courses[0].page.pk)
    page.summary = "For every coach."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert b"For every coach." in client.get(address).content


def test_a_learner_never_gets_a_visitors_page(client, courses):
    address = f"/en/courses/{courses[0].slug}/"
    client.get(address)
    client.force_login(make_enrolment(courses[0].offering).person.user)
    assert b"/enrol/" not in client.get(address).content
