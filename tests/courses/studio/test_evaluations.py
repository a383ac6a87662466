"""How learners found a course, for its authors: numbers together, and never of a few."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from courses.feedback.services import fill_batch
from courses.models import CourseEvaluation, Edition
from courses.studio.evaluations import results
from tests.factories.courses import SmallCourse, make_course, make_lesson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/readers/evaluations/"


@pytest.fixture
def author(client) -> Client:
    client.force_login(make_user(group="Course authors"))
    return client


def give(edition: Edition, count: int, **fields) -> None:
    """One after the other."""
    ratings = {"useful": 4, "clear": 4, "length": 3, "care": 5, **fields}
    for _ in range(count):
        CourseEvaluation.objects.create(edition=edition, locale="en", month="2026-01-01", **ratings)
        fill_batch(course=edition.course)


def editions_of(course: SmallCourse, count: int) -> list[Edition]:
    for _ in range(count - 1):
        make_lesson(course.module)
        course.release()
    return list(Edition.objects.filter(course__slug=course.slug).order_by("number"))


def table_of(page: str) -> str:
    return page[page.index('<table class="listing stacked"') :].partition("</table>")[0]


def test_below_five_answers_nothing_is_shown(author):
    [edition] = editions_of(make_course(), 1)
    give(edition, 4, comment="Shorter.")
    page = author.get(ADDRESS).content.decode()
    assert "4 answers wait until there are 5." in page
    assert "Statement" not in page
    assert "Shorter." not in page
    give(edition, 1)
    page = author.get(ADDRESS).content.decode()
    assert "until there are" not in page
    assert page.count("Shorter.") == 4


def test_what_the_next_one_says_shows_only_among_the_next_five(author):
    [edition] = editions_of(make_course(), 1)
    give(edition, 5, comment="As before.")
    before = author.get(ADDRESS).content.decode()
    give(edition, 4, useful=1, comment="Awful.")
    page = author.get(ADDRESS).content.decode()
    assert "4 answers wait until there are 5." in page
    assert page.count("As before.") == 5
    assert "Awful." not in page
    assert table_of(page) == table_of(before)
    give(edition, 1, comment="Fine.")
    page = author.get(ADDRESS).content.decode()
    assert "10 answers" in page
    assert page.count("Awful.") == 4


def test_each_statement_has_its_mean_and_how_many_agree_how_far():
    course = make_course()
    [edition] = editions_of(course, 1)
    give(edition, 6, useful=5)
    give(edition, 4, useful=2)
    [result] = results(course.page)
    assert (result.editions, result.total) == ([1], 10)
    useful = result.answers[0]
    assert useful.statement == "It is useful for my work."
    assert useful.counts == [0, 4, 0, 0, 6]
    assert useful.mean == 3.8  # noqa: PLR2004


def test_editions_that_share_a_batch_are_counted_together_and_never_beside_a_sum_of_all():
    course = make_course()
    first, second, third = editions_of(course, 3)
    give(first, 3)
    give(second, 7)
    give(third, 4)
    shown = [(result.editions, result.total) for result in results(course.page)]
    assert shown == [([2, 1], 5), ([2], 5)]
    give(first, 1)
    shown = [(result.editions, result.total) for result in results(course.page)]
    assert shown == [([3, 1], 5), ([2, 1], 5), ([2], 5)]


def test_an_upgrade_keeps_in_view_what_was_shown():
    course = make_course()
    first, second, third = editions_of(course, 3)
    for edition, count in ((first, 2), (second, 7), (third, 3)):
        give(edition, count)
    CourseEvaluation.objects.update(batch=None)
    name = "0005_evaluations_in_batches"
    then = MigrationLoader(connection).project_state(("courses", name)).apps
    import_module(f"courses.migrations.{name}").fill_batches(then, None)
    shown = [(result.editions, result.total) for result in results(course.page)]
    assert shown == [([3, 1], 5), ([2], 7)]


def test_the_course_is_chosen(author):
    one, other = make_course(), make_course()
    give(editions_of(one, 1)[0], 5, comment="Of the one.")
    give(editions_of(other, 1)[0], 5, comment="Of the other.")
    page = author.get(ADDRESS, {"course": other.page.pk}).content.decode()
    assert "Of the other." in page
    assert "Of the one." not in page


def test_a_comment_is_escaped_and_deleted_at_once_while_the_ratings_stay(author):
    give(editions_of(make_course(), 1)[0], 5, comment="<b>Names</b> here.")
    assert "&lt;b&gt;Names&lt;/b&gt; here." in author.get(ADDRESS).content.decode()
    first = CourseEvaluation.objects.order_by("pk")[0]
    response = author.post(reverse("delete_comment", args=[first.pk]) + "?course=1")
    assert response.url == f"{ADDRESS}?course=1"
    assert CourseEvaluation.objects.filter(comment="").get() == first
    assert CourseEvaluation.objects.count() == 5


def test_without_a_course_there_is_a_page_too(author):
    assert "Nobody has answered yet." in author.get(ADDRESS).content.decode()


@pytest.mark.parametrize("group", ["Certificate registrars", "Facilitators"])
def test_who_edits_no_course_sees_none_of_it(client, group):
    give(editions_of(make_course(), 1)[0], 5, comment="Shorter.")
    client.force_login(make_user(group=group))
    assert client.get(ADDRESS).status_code == 302
    pk = CourseEvaluation.objects.all()[0].pk
    assert client.post(reverse("delete_comment", args=[pk])).status_code == 302
    assert CourseEvaluation.objects.filter(comment="Shorter.").count() == 5
