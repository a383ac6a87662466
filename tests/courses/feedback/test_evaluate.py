"""How the course was: once, without a name, and apart from everything else about a learner."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.feedback.services import NotCompleted, evaluate, forget_words
from courses.learning.services import mark_done
from courses.models import CourseEvaluation, Enrolment, EvaluationGiven
from courses.studio.release import NotReady
from tests.at_once import at_once
from tests.factories.courses import make_course, make_lesson
from tests.factories.people import make_enrolment

RATINGS = {"useful": 5, "clear": 4, "length": 3, "care": 5}
ANSWERS = {**RATINGS, "comment": "More drawings."}


def completed(course=None) -> Enrolment:
    course = course or make_course(quiz=False, lessons=1)
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    return Enrolment.objects.get(pk=enrolment.pk)


def addresses(enrolment: Enrolment) -> tuple[str, str]:
    slug = enrolment.offering.course.slug
    return reverse("learning:course_home", args=[slug]), reverse("feedback:evaluate", args=[slug])


@pytest.mark.django_db
def test_who_has_completed_is_invited_until_they_have_answered(client):
    enrolment = completed()
    client.force_login(enrolment.person.user)
    home, form = addresses(enrolment)
    assert form in client.get(home).content.decode()
    assert client.post(form, ANSWERS).url == home
    assert form not in client.get(home).content.decode()
    assert client.get(form).url == home


@pytest.mark.django_db
def test_who_is_in_the_middle_is_not_asked(client):
    enrolment = make_enrolment(make_course().offering)
    client.force_login(enrolment.person.user)
    home, form = addresses(enrolment)
    assert form not in client.get(home).content.decode()
    assert client.get(form).status_code == 404
    with pytest.raises(NotCompleted):
        evaluate(enrolment=enrolment, ratings=RATINGS, comment="")


@pytest.mark.django_db
def test_the_form_says_what_it_is_not_for_before_the_box(client):
    enrolment = completed()
    client.force_login(enrolment.person.user)
    page = client.get(addresses(enrolment)[1]).content.decode()
    assert page.index("not a place to report") < page.index("<textarea")
    assert page.count("<legend>") == 4


@pytest.mark.django_db
def test_nothing_in_the_answers_leads_to_who_gave_them(client):
    enrolment = completed()
    client.force_login(enrolment.person.user)
    client.post(addresses(enrolment)[1], ANSWERS)
    row = CourseEvaluation.objects.get()
    assert (row.useful, row.clear, row.length, row.care) == (5, 4, 3, 5)
    assert row.comment == "More drawings."
    assert row.month == timezone.localdate().replace(day=1)
    assert {field.name for field in CourseEvaluation._meta.get_fields()} == {
        "uuid",
        "edition",
        "locale",
        "month",
        "batch",
        *ANSWERS,
    }
    assert [field.name for field in EvaluationGiven._meta.get_fields()] == ["enrolment"]


@pytest.mark.django_db
def test_an_answer_is_missing_or_made_up(client):
    enrolment = completed()
    client.force_login(enrolment.person.user)
    form = addresses(enrolment)[1]
    assert client.post(form, {**ANSWERS, "care": ""}).status_code == 200
    assert client.post(form, {**ANSWERS, "care": "6"}).status_code == 200
    assert not CourseEvaluation.objects.exists()
    assert not EvaluationGiven.objects.exists()


@pytest.mark.django_db
def test_a_second_click_counts_once(client):
    enrolment = completed()
    client.force_login(enrolment.person.user)
    for _ in range(2):
        assert client.post(addresses(enrolment)[1], ANSWERS).status_code == 302
    assert CourseEvaluation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_from_10_threads_it_counts_once():
    enrolment = completed()
    call = [lambda: evaluate(enrolment=enrolment, ratings=RATINGS, comment="")] * 10
    assert sorted(at_once(call)) == [False] * 9 + [True]
    assert CourseEvaluation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_at_once_leave_none_in_a_batch_of_its_own():
    course = make_course(quiz=False, lessons=1)
    enrolments = [completed(course) for _ in range(6)]
    at_once([partial(evaluate, enrolment=e, ratings=RATINGS, comment="") for e in enrolments])
    sizes = Counter(CourseEvaluation.objects.values_list("batch", flat=True))
    assert sizes.pop(None) == 1
    assert list(sizes.values()) == [5]


@pytest.mark.django_db
def test_comments_are_deleted_after_a_year_and_the_ratings_stay():
    evaluate(enrolment=completed(), ratings=RATINGS, comment="More drawings.")
    assert forget_words(today=timezone.localdate() + timedelta(days=330)) == 0
    assert forget_words(today=timezone.localdate() + timedelta(days=400)) == 1
    assert CourseEvaluation.objects.get().comment == ""


@pytest.mark.django_db
def test_no_lesson_may_have_the_address_of_the_form():
    course = make_course(released=False)
    make_lesson(course.module, slug="evaluation")
    with pytest.raises(NotReady, match="reserved"):
        course.release()
