"""What learners are on can be neither unpublished nor deleted; nothing the author does harms it."""

from contextlib import suppress

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from certificates.models import Certificate
from courses.assessment.services import submit
from courses.learning.services import mark_done
from courses.models import (
    Attempt,
    Completion,
    CoursePage,
    LessonPage,
    ModulePage,
    Question,
    QuizPage,
)
from courses.studio.guards import StillReleased
from courses.studio.release import NothingChanged, NotReady
from lms.pseudo import CODE
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = make_user("reviewer", group="Course reviewers")
    client.force_login(user)
    return user


@pytest.mark.parametrize("verb", ["delete", "unpublish"])
def test_a_released_lesson_stays(client, reviewer, verb):
    lesson = make_course().lessons[0]
    response = client.post(reverse(f"wagtailadmin_pages:{verb}", args=[lesson.pk]), follow=True)
    assert "Learners are using this" in response.content.decode()
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_a_lesson_that_no_edition_names_may_go(client, reviewer):
    lesson = make_course(released=False).lessons[0]
    client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_many_pages_at_once_are_guarded_too(client, reviewer):
    lesson = make_course().lessons[0]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{url}?id={lesson.pk}", follow=True)
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_deleting_by_any_other_way_fails(db):
    course = make_course()
    with pytest.raises(StillReleased):
        course.page.delete()


def _edit(course, lesson):
    lesson.title += "!"
    lesson.body[0].value.source += "<p>More.</p>"
    lesson.save_revision().publish()


def _reorder(course, lesson):
    lesson.move(LessonPage.objects.get(pk=course.lessons[1].pk), pos="right")


def _move(course, lesson):
    page = CoursePage.objects.get(pk=course.page.pk)
    number = ModulePage.objects.count()
    module = page.add_child(instance=ModulePage(title="Another", slug=f"another-{number}"))
    lesson.move(module, pos="last-child")


def _copy(course, lesson):
    lesson.copy(update_attrs={"slug": f"{lesson.slug}-copy{LessonPage.objects.count()}"})


def _translate(course, lesson):
    other, _created = Locale.objects.get_or_create(language_code=CODE)
    if not lesson.has_translation(other):
        translated = lesson.copy_for_translation(other, copy_parents=True)
        translated.title = "Translated"
        translated.save_revision().publish()


def _unpublish(course, lesson):
    lesson.unpublish()


def _rename(course, lesson):
    page = CoursePage.objects.get(pk=course.page.pk)
    page.title += "?"
    page.save_revision().publish()


def _pass_mark(course, lesson):
    quiz = QuizPage.objects.get(pk=course.quiz.pk)
    quiz.pass_mark = 100 if quiz.pass_mark < 100 else 50
    quiz.save_revision().publish()


def _question(course, lesson):
    question = Question.objects.get(pk=course.questions[0].pk)
    question.body[0].value["choices"][0]["feedback"] += "!"
    question.save_revision().publish()


def _release(course, lesson):
    with suppress(NotReady, NothingChanged):
        course.release()


ACTIONS = (
    *(_edit, _reorder, _move, _copy, _translate, _unpublish, _rename),
    *(_pass_mark, _question, _release),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=6))
def test_no_sequence_of_edits_changes_a_completion_a_paper_or_a_certificate(db, actions):
    cache.clear()  # the example before was rolled back, and its numbers are given again
    with transaction.atomic():
        _nothing_changes(actions)
        transaction.set_rollback(True)  # each example begins with a new site


def _nothing_changes(actions) -> None:
    course = make_course()
    enrolment = make_enrolment(course.offering)
    for lesson in course.lessons:
        mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    submit(attempt=answer_all(start(course, enrolment), right=True))

    def facts():
        return (
            list(Completion.objects.filter(enrolment=enrolment).values()),
            list(Attempt.objects.filter(enrolment=enrolment).values("paper", "score", "result")),
            list(Certificate.objects.filter(holder=enrolment.person).values("claims", "salt")),
        )

    before = facts()
    for action in actions:
        action(course, LessonPage.objects.get(pk=course.lessons[0].pk))
    assert facts() == before
