"""How many queries a page may take, warm: a page that grows a query has to say why."""

import itertools
import json
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.assessment import services as assessment
from courses.assessment.folding import count_attempts
from courses.feedback import services as feedback
from courses.learning import services as learning
from courses.models import Course, CourseIndexPage, Enrolment, Offering, Person
from courses.people import growing
from courses.people.organisations import Role
from courses.people.services import person_for
from tests.certificates.builders import make_certificate
from tests.crowd import make_crowd
from tests.factories.attempts import make_attempts
from tests.factories.courses import SmallCourse, make_course, make_question
from tests.factories.images import make_image
from tests.factories.organisations import make_member, make_role, make_tree
from tests.factories.people import make_enrolment, make_person, make_user
from tests.factories.quiz import answer_all, response_to, start
from tests.queries import counted_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued_tasks")]


_crowds = itertools.count(1)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def queries_of(request: Callable[[], object], *, status: int = 200) -> list[str]:
    with counted_queries() as queries:
        response = request()
    assert response.status_code == status
    return queries


def warm_queries_of(request: Callable[[], object]) -> list[str]:
    """Of a page that was asked for before."""
    request()
    return queries_of(request)


def test_course_home():
    course = make_course()
    client = signed_in(make_enrolment(course.offering).person)
    address = reverse("learning:course_home", args=[course.slug])
    assert len(warm_queries_of(lambda: client.get(address))) <= 6


def test_lesson():
    course = make_course()
    client = signed_in(make_enrolment(course.offering).person)
    address = reverse("learning:item", args=[course.slug, course.lessons[0].slug])
    assert len(warm_queries_of(lambda: client.get(address))) <= 6


def test_saving_one_answer():
    course = make_course()
    attempt = start(course, make_enrolment(course.offering))
    client = signed_in(attempt.enrolment.person)
    client.get(reverse("assessment:attempt", args=[attempt.uuid]))
    address = reverse("assessment:save", args=[attempt.uuid])
    slot = attempt.paper["slots"][0]
    answer = {
        "slot": slot["slot"],
        "answer": [["", response_to(slot, right=True)]],
        "client": str(attempt.uuid),
    }

    def save(sequence: int):
        data = {**answer, "sequence": sequence}
        return client.post(address, json.dumps(data), content_type="application/json")

    assert len(queries_of(lambda: save(1), status=204)) <= 5
    assert len(queries_of(lambda: save(2), status=204)) <= 5


@pytest.mark.parametrize(("completes", "ceiling"), [(False, 14), (True, 24)])
def test_submitting(completes, ceiling, django_capture_on_commit_callbacks):
    course = make_course()
    enrolment = make_enrolment(course.offering)
    if completes:
        for lesson in course.lessons:
            learning.mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    attempt = answer_all(start(course, enrolment), right=True)
    client = signed_in(enrolment.person)
    address = reverse("assessment:submit", args=[attempt.uuid])
    with counted_queries() as queries, django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302
    assert len(queries) <= ceiling
    assert Enrolment.objects.get(pk=enrolment.pk).state == ("completed" if completes else "active")


def test_my_learning_costs_the_same_whatever_the_history():
    course = make_course(quiz=False, lessons=1)
    person = make_person()
    client = signed_in(person)
    make_enrolment(make_course().offering, person)
    complete_once_more(course, person)
    address = reverse("home:my_learning")
    with_one = warm_queries_of(lambda: client.get(address))
    for _ in range(29):
        complete_once_more(course, person)
    assert Enrolment.objects.filter(person=person, state="completed").count() == 30
    # One of them is for the earlier certificates of all the courses on the page.
    assert len(queries_of(lambda: client.get(address))) == len(with_one) <= 9


def complete_once_more(course: SmallCourse, person: Person) -> None:
    """The same course in a further offering, to the certificate."""
    released = Course.objects.get(uuid=course.page.translation_key)
    offering = Offering.objects.create(course=released, title="Again")
    enrolment = make_enrolment(offering, person)
    learning.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)


def test_verifying():
    certificate = make_certificate()
    address = reverse("certificates:verify", args=[certificate.code])
    assert len(warm_queries_of(lambda: Client().get(address))) <= 3


@pytest.mark.parametrize("name", ["home", "catalogue", "course"])
def test_a_page_for_visitors_cold_whatever_is_in_the_catalogue(name):
    courses = [make_course(image=make_image(), image_alt="A path") for _ in range(4)]
    catalogue = CourseIndexPage.objects.get()
    pages = {"home": catalogue.get_parent(), "catalogue": catalogue, "course": courses[0].page}
    address = pages[name].get_url()
    Client().get(address)  # a process knows its content types, whatever is in the cache
    cache.clear()
    # One of them is for the links at the foot of every page, until something is published; one for
    # the language that the page is in, which may be another than that of its address.
    assert len(queries_of(lambda: Client().get(address))) <= 14
    assert queries_of(lambda: Client().get(address)) == []


def test_the_facilitators_page_costs_the_same_for_1_and_25_learners():
    course = make_course()
    facilitator = make_user(group="Facilitators")
    course.offering.facilitators.add(person_for(user=facilitator))
    client = Client()
    client.force_login(facilitator)
    address = reverse("reports:offering", args=[course.offering.uuid])
    fail_the_quiz(course)
    with_one = warm_queries_of(lambda: client.get(address))
    for _ in range(24):
        fail_the_quiz(course)
    assert len(queries_of(lambda: client.get(address))) == len(with_one)


def fail_the_quiz(course: SmallCourse) -> Enrolment:
    """A learner who read a lesson and is stuck at the quiz."""
    enrolment = make_enrolment(course.offering)
    learning.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    assessment.submit(attempt=answer_all(start(course, enrolment), right=False))
    return enrolment


@pytest.mark.parametrize("page", ["home", "records", "people"])
def test_a_managers_page_costs_the_same_whatever_the_size(page):
    tree, course = make_tree(), make_course()
    client = signed_in(make_role(tree.ministry, Role.MANAGER))
    make_member(tree.north, fail_the_quiz(course).person)
    address = reverse(f"organisations:{page}", args=[tree.ministry.uuid])
    with_one = warm_queries_of(lambda: client.get(address))
    for unit in (tree.north, tree.south, growing.add(name="Third", parent=tree.south)):
        for _ in range(5):
            make_member(unit, fail_the_quiz(course).person)
    assert len(queries_of(lambda: client.get(address))) == len(with_one) <= 12


@pytest.mark.parametrize("page", ["home", "records"])
def test_the_titles_of_many_courses_cost_the_same_after_a_publish(page):
    """Nothing is kept then: the filter and the overview name every course anew."""
    tree = make_tree()
    client = signed_in(make_role(tree.ministry, Role.MANAGER))
    address = reverse(f"organisations:{page}", args=[tree.ministry.uuid])

    def cold() -> int:
        client.get(address)
        cache.clear()
        return len(queries_of(lambda: client.get(address)))

    person = make_member(tree.north).person

    def done() -> None:
        """Completed: a row of the overview for each course."""
        course = make_course(quiz=False, lessons=1)
        if page == "home":
            enrolment = make_enrolment(course.offering, person)
            learning.mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)

    done()
    with_one = cold()
    for _ in range(4):
        done()
    assert cold() == with_one


def test_the_authors_home_costs_the_same_whatever_is_taught_and_flagged():
    client = Client()
    client.force_login(make_user(group="Course authors"))
    teach_and_flag(make_course())
    with_one = warm_queries_of(lambda: client.get("/admin/"))
    for _ in range(3):
        teach_and_flag(make_course(lessons=5))
    assert len(queries_of(lambda: client.get("/admin/"))) == len(with_one) <= 30


def test_what_readers_flagged_costs_the_same_for_1_and_25_flags():
    client = Client()
    client.force_login(make_user(group="Course authors"))
    course = make_course()
    teach_and_flag(course)
    with_one = warm_queries_of(lambda: client.get(reverse("reader_flags")))
    for _ in range(24):
        teach_and_flag(course)
    assert len(queries_of(lambda: client.get(reverse("reader_flags")))) == len(with_one)


def teach_and_flag(course: SmallCourse) -> None:
    """A learner in the middle of the course who finds something wrong in its first lesson."""
    enrolment = make_enrolment(course.offering)
    uuid = course.lessons[0].translation_key
    feedback.flag(enrolment=enrolment, item_uuid=uuid, reason="wrong", note="Which year?")


def test_an_analysis_costs_the_same_whatever_was_taken_and_asked():
    client = Client()
    client.force_login(make_user(group="Course authors"))
    course = make_course()
    address = reverse("quiz_analysis", args=[course.quiz.translation_key])
    take_and_count(course, 20)
    with_few = warm_queries_of(lambda: client.get(address))
    take_and_count(course, 30, locale="es")
    make_question(course.bank)
    course.release()
    take_and_count(course, 30)
    assert len(queries_of(lambda: client.get(address))) == len(with_few) <= 18


def test_the_list_of_quizzes_costs_the_same_for_1_and_4():
    client = Client()
    client.force_login(make_user(group="Course authors"))
    take_and_count(make_course(), 6)
    with_one = warm_queries_of(lambda: client.get(reverse("quiz_analyses")))
    for _ in range(3):
        take_and_count(make_course(), 6)
    assert len(queries_of(lambda: client.get(reverse("quiz_analyses")))) == len(with_one)


def take_and_count(course: SmallCourse, learners: int, **fields) -> None:
    crowd = make_crowd(course.offering, learners, prefix=f"{course.slug}-{next(_crowds)}-")
    make_attempts(course.quiz.translation_key, crowd, **fields)
    count_attempts()
