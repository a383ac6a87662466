"""My learning: what is running is always there, what is done is a page at a time."""

import pytest
from django.urls import reverse

from courses.learning.services import mark_done
from courses.models import Completion, Course, CoursePrerequisite, Enrolment, Offering
from home.dashboards import PAGE_SIZE
from lms.users.models import User
from tests.courses.learning.test_prerequisites import complete, make_second
from tests.courses.learning.test_take_again import UNTIL, again, graduate
from tests.factories.courses import SmallCourse, make_course, make_lesson
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.translations import translate_page
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db
ADDRESS = reverse("home:my_learning")


@pytest.fixture
def release_anew(django_capture_on_commit_callbacks):
    """As in real life: what was kept in memory is forgotten after the commit."""

    def _release(course: SmallCourse, **kind) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            course.release(**kind)

    return _release


def test_a_long_history_hides_neither_what_is_running_nor_an_old_certificate(client) -> None:
    course, person = make_course(quiz=False), make_person()
    running = make_enrolment(course.offering, person)
    first, *_rest = [_completed(course, person) for _ in range(PAGE_SIZE + 1)]
    client.force_login(person.user)
    newest = client.get(ADDRESS).context
    assert [enrolment for enrolment, _progress in newest["running"]] == [running]
    assert len(newest["done"]) == PAGE_SIZE
    oldest = client.get(ADDRESS, {"page": 2}).context
    assert [enrolment for enrolment, *_rest in oldest["done"]] == [first]


def test_a_running_course_says_how_far_it_is_what_is_next_and_what_is_missing(client) -> None:
    course, person = make_course(), make_person()
    enrolment = make_enrolment(course.offering, person)
    first, second = course.lessons
    mark_done(enrolment=enrolment, item_uuid=first.translation_key)
    client.force_login(person.user)
    page = client.get(ADDRESS).content.decode()
    assert 'value="33"' in page
    assert f"Go on with “{second.title}”" in page
    missing = page[page.index("2 required lessons and quizzes are still to do") :]
    assert first.title not in missing
    assert missing.index("not marked as done yet") < missing.index("not passed yet")
    assert course.quiz.title in missing


def test_a_graduate_reads_on_the_card_what_is_new_until_they_take_it(client, release_anew) -> None:
    course = make_course()
    old = graduate(course)
    make_lesson(course.module)
    release_anew(course, material=True, teach_out_on=UNTIL)
    client.force_login(old.person.user)
    link = f'<a href="{reverse("learning:enrol", args=[course.slug])}">Take what is new</a>'
    assert link in client.get(ADDRESS).content.decode()
    again(old)
    assert link not in client.get(ADDRESS).content.decode()


def test_a_graduate_reads_on_the_card_that_a_higher_score_is_asked_for(
    client, release_anew
) -> None:
    course, person = make_course(), make_person()
    complete(course, person, score=84)
    second = make_course(released=False)
    second.page.prerequisites.add(CoursePrerequisite(course_slug=course.slug, min_score=90))
    second.page.save()
    release_anew(second)
    client.force_login(person.user)
    said = "Another course asks for a higher score than yours."
    assert said in client.get(ADDRESS).content.decode()
    Offering.objects.update(is_open=False)
    assert said not in client.get(ADDRESS).content.decode()


def test_more_courses_with_something_new_ask_no_more(client, release_anew) -> None:
    person, needed = make_person(), make_course()
    complete(needed, person)
    client.force_login(person.user)

    def queries(*, new: int) -> int:
        for _number in range(new):
            course = make_second(needed)
            complete(course, person)
            make_lesson(course.module)
            release_anew(course, material=True, teach_out_on=UNTIL)
        client.get(ADDRESS)
        with counted_queries() as asked:
            shown = client.get(ADDRESS).content.decode()
        assert shown.count("Take what is new") == Enrolment.objects.count() - 1
        return len(asked)

    assert queries(new=1) == queries(new=2)


def test_a_course_is_named_in_the_language_of_the_page_or_says_in_which(client) -> None:
    person = make_person()
    translated, untranslated = make_course(), make_course()
    translate_page(translated.page)
    for course in (translated, untranslated):
        make_enrolment(course.offering, person)
        _completed(course, person)
    client.force_login(person.user)
    page = client.get(ADDRESS, headers={"Accept-Language": "fr"}).content.decode()
    heading = '<h3 lang="%s" dir="auto"><a href="%s">%s</a></h3>'
    for course, locale, said, times in (
        (translated, "fr", f"fr {translated.page.title}", 1),
        (translated, "en", translated.page.title, 1),
        (untranslated, "en", untranslated.page.title, 2),
    ):
        home = reverse("learning:course_home", args=[course.slug])
        assert page.count(heading % (locale, home, said)) == times


def test_who_works_on_the_site_is_led_there(client) -> None:
    door = reverse("wagtailadmin_home")
    for user in (make_user(group="Course authors"), User.objects.create_superuser("operator")):
        client.force_login(user)
        assert f'href="{door}"' in client.get(ADDRESS).content.decode()
    client.force_login(make_person().user)
    assert f'href="{door}"' not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("page", ["", "0", "-1", "99999999999999999999", "x", "\0"])
def test_a_page_that_does_not_exist_shows_one_that_does(client, page: str) -> None:
    client.force_login(make_person().user)
    assert client.get(ADDRESS, {"page": page}).status_code == 200


def _completed(course, person) -> Enrolment:
    released = Course.objects.get(uuid=course.page.translation_key)
    offering = Offering.objects.create(course=released, title="Earlier")
    enrolment = make_enrolment(offering, person)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed")
    Completion.objects.create(
        enrolment=enrolment,
        person=person,
        edition=enrolment.edition,
        completed_at=enrolment.enrolled_at,
        valid_until=enrolment.enrolled_at.date(),
    )
    return enrolment
