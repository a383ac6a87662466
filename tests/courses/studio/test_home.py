"""The author's home: their courses, what waits for a release, and what readers flagged."""

import pytest
from django.test import Client

from courses.feedback.services import flag
from courses.models import Course, LessonFlag, Question, QuizPage
from courses.studio.home import my_courses
from tests.factories.courses import SmallCourse, make_course, make_lesson, make_question, publish
from tests.factories.people import make_enrolment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(group="Course authors")


def home_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def state_of(user) -> tuple[bool, bool]:
    [row] = my_courses(user)
    return row.waits, row.may_wait


def test_a_course_goes_from_draft_to_released(author):
    course = make_course(released=False)
    course.page.unpublish()
    assert "Draft" in home_of(author)
    publish(course.page)
    assert "Not released yet" in home_of(author)
    course.release()
    page = home_of(author)
    assert "Edition 1, released on" in page
    assert "Nothing waits for a release." in page


def test_the_panel_counts_learners_flags_and_evaluations_and_leads_on(author):
    course = make_course()
    enrolments = [make_enrolment(course.offering) for _ in range(3)]
    for enrolment in enrolments[:2]:
        uuid = course.lessons[0].translation_key
        flag(enrolment=enrolment, item_uuid=uuid, reason="wrong", note="A note.")
    LessonFlag.objects.filter(pk=LessonFlag.objects.latest("pk").pk).update(state="done")
    [row] = my_courses(author)
    assert (row.course.learners, row.course.flags, row.course.evaluations) == (3, 1, 0)
    page, pk = home_of(author), course.page.pk
    for address in (
        f"/admin/pages/{pk}/edit/",
        f"/admin/pages/{pk}/",
        f"/admin/courses/{pk}/release/",
        f"/admin/readers/flags/?course={pk}",
        f"/admin/readers/evaluations/?course={pk}",
    ):
        assert f'"{address}"' in page
    assert "A note." not in page


def test_a_corrected_text_waits_for_nothing(author):
    course = make_course()
    course.lessons[0].title = "Another title"
    publish(course.lessons[0])
    publish(course.module)
    assert state_of(author) == (False, False)


def _add(course: SmallCourse) -> None:
    make_lesson(course.module)


def _reorder(course: SmallCourse) -> None:
    course.lessons[0].move(course.module, pos="last-child")


def _retire(course: SmallCourse) -> None:
    course.lessons[0].retired = True
    publish(course.lessons[0])


def _make_optional(course: SmallCourse) -> None:
    course.lessons[0].required = False
    publish(course.lessons[0])


@pytest.mark.parametrize("change", [_add, _reorder, _retire, _make_optional])
def test_another_structure_waits_for_a_release(author, change):
    course = make_course()
    change(course)
    assert state_of(author) == (True, False)
    course.release()
    assert state_of(author) == (False, False)


def test_what_was_unpublished_round_the_guards_waits_too(author):
    course = make_course()
    course.lessons[0].unpublish()
    assert state_of(author) == (True, False)


def _publish_quiz(course: SmallCourse) -> None:
    course.quiz.pass_mark = 90
    publish(course.quiz)


def _publish_course(course: SmallCourse) -> None:
    publish(course.page)


def _publish_question(course: SmallCourse) -> None:
    course.questions[0].save_revision().publish()


def _new_question(course: SmallCourse) -> None:
    make_question(course.bank).save_revision().publish()


def _take_back(course: SmallCourse) -> None:
    course.questions[0].unpublish()


@pytest.mark.parametrize(
    "change", [_publish_quiz, _publish_course, _publish_question, _new_question, _take_back]
)
def test_rules_and_questions_published_since_may_wait(author, change):
    course = make_course()
    change(course)
    assert state_of(author) == (False, True)
    assert "the release page says what it means for learners" in home_of(author)


def test_the_question_of_another_course_means_nothing(author):
    course = make_course()
    other = make_course(released=False)
    _publish_question(other)
    assert [row.may_wait for row in my_courses(author) if row.edition] == [False]
    assert course.slug == Course.objects.get().slug


def test_a_draft_waits_for_nothing_yet(author):
    course = make_course()
    quiz = QuizPage.objects.get(pk=course.quiz.pk)
    quiz.pass_mark = 90
    quiz.save_revision()
    Question.objects.get(pk=course.questions[0].pk).save_revision()
    assert state_of(author) == (False, False)


def test_five_open_flags_are_shown_the_newest_first(author):
    course = make_course()
    for number in range(6):
        lesson = make_lesson(course.module, title=f"Flagged {number}")
        course.release()
        enrolment = make_enrolment(course.offering)
        uuid = lesson.translation_key
        flag(enrolment=enrolment, item_uuid=uuid, reason="unclear", note="")
    page = home_of(author)
    assert page.index("Flagged 5") < page.index("Flagged 1")
    assert "Flagged 0" not in page


def test_what_waits_for_review_is_shown_to_the_reviewer_and_to_who_wrote_it(author):
    lesson = make_course().lessons[0]
    lesson.title = "To be reviewed"
    lesson.save_revision(user=author)
    lesson.get_workflow().start(lesson, author)
    reviewer = home_of(make_user(group="Course reviewers"))
    assert "Awaiting your review" in reviewer
    assert "To be reviewed" in reviewer
    assert "Your pages and snippets in a workflow" in home_of(author)


def test_who_edits_no_course_has_neither_panel_nor_menu():
    make_course()
    page = home_of(make_user(group="Certificate registrars"))
    assert "My courses" not in page
    assert "What readers flagged" not in page
