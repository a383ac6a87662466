"""A pre-test shows where one stands: taken once, counted for nothing, answers kept back."""

import pytest
from django.urls import reverse

from courses.assessment import services
from courses.assessment.services import CannotStart
from courses.models import Completion
from tests.factories.courses import make_course, make_quiz, publish
from tests.factories.people import make_enrolment, make_person
from tests.factories.quiz import answer_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    small = make_course(lessons=0, released=False)
    small.before = publish(make_quiz(small.module, small.bank, count=2, purpose="pre_test"))
    small.release()
    return small


@pytest.fixture
def attempt(course):
    enrolment = make_enrolment(course.offering, make_person())
    item = course.before.translation_key
    attempt = services.start(enrolment=enrolment, item_uuid=item)
    return services.submit(attempt=answer_all(attempt, right=False))


def test_it_is_done_by_handing_in_whatever_the_score(attempt):
    assert attempt.score == 0
    [tick] = attempt.enrolment.progress.all()
    assert (tick.evidence, tick.score) == ("handed_in", None)


def test_it_is_taken_once(attempt):
    with pytest.raises(CannotStart):
        services.start(enrolment=attempt.enrolment, item_uuid=attempt.item_uuid)


def test_its_score_does_not_count_for_the_completion(course, attempt):
    final = services.start(enrolment=attempt.enrolment, item_uuid=course.quiz.translation_key)
    services.submit(attempt=answer_all(final, right=True))
    assert Completion.objects.get().score == 100


def test_its_result_gives_no_answer_away(client, attempt):
    client.force_login(attempt.enrolment.person.user)
    page = client.get(reverse("assessment:result", args=[attempt.uuid])).content.decode()
    assert "You know 0% of this already" in page
    assert "Your answers" not in page
    assert "Not passed" not in page


def test_its_page_says_that_it_counts_for_nothing(client, course):
    enrolment = make_enrolment(course.offering, make_person())
    client.force_login(enrolment.person.user)
    address = reverse("assessment:quiz", args=[course.slug, course.before.slug])
    page = client.get(address).content.decode()
    assert "counts for nothing" in page
    assert "You pass with" not in page
