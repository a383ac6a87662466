"""Release: checked, frozen, and the learners carried over, all or nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.editions.models import AppendOnlyError
from courses.learning.services import end_teach_outs, mark_done
from courses.models import Completion, Course, Edition, Enrolment, Offering, QuestionVersion
from courses.studio.guards import released_within
from courses.studio.release import NothingChanged, NotReady
from tests.factories.courses import make_course, make_lesson, publish
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db


def test_the_first_release_opens_the_course_for_enrolment():
    course = make_course(released=False)
    assert not Offering.objects.exists()
    edition = course.release()
    assert (edition.number, edition.material) == (1, False)
    assert Course.objects.get().current_edition == edition
    assert course.offering.is_open


def test_what_is_frozen_is_the_order_and_the_rules():
    course = make_course()
    edition = Edition.objects.get()
    kinds = list(edition.items.values_list("kind", flat=True))
    assert kinds == ["module", "lesson", "lesson", "quiz"]
    quiz = edition.items.get(kind="quiz")
    assert quiz.settings["pass_mark"] == 80
    assert quiz.settings["blueprint"][0]["bank"] == str(course.bank.uuid)
    assert edition.questions.count() == 6


def test_a_release_without_a_change_is_refused():
    course = make_course()
    with pytest.raises(NothingChanged):
        course.release()
    assert Edition.objects.count() == 1


def test_a_typo_is_live_at_once_and_needs_no_edition(client, django_capture_on_commit_callbacks):
    course = make_course()
    enrolment = make_enrolment(course.offering)
    client.force_login(enrolment.person.user)
    address = f"/learn/{course.slug}/{course.lessons[0].slug}/"
    assert b"Listen." in client.get(address).content
    lesson = course.lessons[0]
    lesson.body[0].value.source = "<p>Listen well.</p>"
    with django_capture_on_commit_callbacks(execute=True):
        publish(lesson)
    assert b"Listen well." in client.get(address).content
    Edition.objects.get()


def test_a_minor_release_moves_learners_and_keeps_their_ticks():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    make_lesson(course.module)
    edition = course.release()
    moved = Enrolment.objects.get()
    assert moved.edition == edition
    assert moved.progress.count() == 1


def test_a_minor_release_that_removes_the_last_missing_item_completes():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    last = course.lessons[1]
    last.required = False
    publish(last)
    edition = course.release()
    assert Completion.objects.get().edition == edition
    assert Enrolment.objects.get().state == "completed"


def test_a_retired_lesson_leaves_with_the_release_and_may_then_go():
    course = make_course(quiz=False)
    lesson = course.lessons[0]
    lesson.retired = True
    lesson = publish(lesson)
    assert released_within(lesson) == [lesson.title]
    edition = course.release()
    assert lesson.translation_key not in edition.items.values_list("item_uuid", flat=True)
    assert released_within(lesson) == []


def test_what_somebody_is_in_the_middle_of_stays_until_the_teach_out_is_over():
    course = make_course(quiz=False)
    make_enrolment(course.offering)
    lesson = course.lessons[0]
    lesson.retired = True
    lesson = publish(lesson)
    until = timezone.localdate() + timedelta(days=30)
    course.release(material=True, teach_out_on=until)
    assert released_within(lesson) == [lesson.title]
    end_teach_outs(today=until + timedelta(days=1))
    assert released_within(lesson) == []


def test_a_material_release_leaves_learners_until_the_teach_out_date():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    first = enrolment.edition
    make_lesson(course.module)
    until = timezone.localdate() + timedelta(days=30)
    second = course.release(material=True, teach_out_on=until)
    assert Enrolment.objects.get().edition == first
    assert make_enrolment(course.offering).edition == second
    assert end_teach_outs(today=until) == 0
    assert end_teach_outs(today=until + timedelta(days=1)) == 1
    assert Enrolment.objects.get(pk=enrolment.pk).edition == second


def test_a_minor_release_during_a_teach_out_leaves_the_older_learners_alone():
    course = make_course(quiz=False)
    enrolment = make_enrolment(course.offering)
    first = enrolment.edition
    make_lesson(course.module)
    until = timezone.localdate() + timedelta(days=30)
    course.release(material=True, teach_out_on=until)
    newcomer = make_enrolment(course.offering)
    make_lesson(course.module)
    third = course.release()
    assert Enrolment.objects.get(pk=enrolment.pk).edition == first
    assert Enrolment.objects.get(pk=newcomer.pk).edition == third


def test_a_changed_question_gets_a_new_version_and_an_unchanged_one_keeps_its_own():
    course = make_course()
    question = course.questions[0]
    question.body[0].value["feedback"].source = "<p>Now with a reason.</p>"
    question.save_revision().publish()
    course.release()
    versions = QuestionVersion.objects.filter(question_uuid=question.translation_key)
    assert list(versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    others = QuestionVersion.objects.exclude(question_uuid=question.translation_key)
    assert others.count() == 5


def test_an_edition_is_never_changed():
    make_course()
    edition = Edition.objects.get()
    edition.policy = {}
    with pytest.raises(AppendOnlyError):
        edition.save()


def test_a_course_that_is_not_ready_is_refused_with_what_to_mend():
    course = make_course(released=False)
    for question in course.questions[:4]:
        question.unpublish()
    with pytest.raises(NotReady) as refusal:
        course.release()
    assert "draws 3" in str(refusal.value)
    assert not Edition.objects.exists()
    assert not Course.objects.exists()


def test_titles_as_long_as_wagtail_allows_give_addresses_that_can_be_released(client):
    course = make_course(quiz=False, released=False, slug="c" * 255, title="t" * 255)
    lesson = make_lesson(course.module, slug="l" * 255, title="l" * 255)
    edition = course.release()
    assert edition.items.get(item_uuid=lesson.translation_key).slug == lesson.slug
    client.force_login(make_enrolment(course.offering).person.user)
    assert client.get(f"/learn/{course.slug}/{lesson.slug}/").status_code == 200


def test_a_question_that_goes_while_a_release_looks_at_it_stops_the_release(monkeypatch):
    """Between the look and the check another request may unpublish; PostgreSQL shows that."""
    course = make_course(released=False)
    for question in course.questions[:4]:
        question.unpublish()
    monkeypatch.setattr("courses.studio.release.check", lambda page: [])
    with pytest.raises(NotReady):
        course.release()
    assert not Edition.objects.exists()


def test_the_release_page_says_what_graduates_would_take_again(client) -> None:
    course = make_course()
    make_lesson(course.module, title="Quite new")
    client.force_login(make_user(group="Course authors"))
    address = reverse("release_course", args=[course.page.pk])
    page = client.get(address).content.decode()
    assert "3 lessons and quizzes are the same and count as done." in page
    assert '<li lang="en" dir="auto">Quite new</li>' in page
    assert '<dd lang="en" dir="auto">Quite new</dd>' in page
    assert "Nothing that is required is new" not in page


def test_the_release_page_says_where_graduates_would_take_the_quiz_again(client) -> None:
    course = make_course()
    make_lesson(course.module, required=False)
    client.force_login(make_user(group="Course authors"))
    page = client.get(reverse("release_course", args=[course.page.pk])).content.decode()
    assert "Nothing that is required is new" in page


def test_before_the_first_release_there_are_no_graduates(client) -> None:
    course = make_course(released=False)
    client.force_login(make_user(group="Course authors"))
    page = client.get(reverse("release_course", args=[course.page.pk])).content.decode()
    assert "what graduates take again" not in page
