"""An author declares in Wagtail which courses are needed first."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from courses.catalogue.prerequisites import CourseSelect
from courses.models import CoursePage, CoursePrerequisite
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def options(value: str) -> str:
    return CourseSelect().render("course", value)


def test_every_course_is_offered_by_its_title() -> None:
    course = make_course(released=False, title="The first course")
    assert f'<option value="{course.slug}">The first course</option>' in options("")


def test_a_course_that_is_not_here_stays_chosen() -> None:
    assert '<option value="later" selected>“later”, not here yet</option>' in options("later")
    assert "not here yet" not in options("")


def test_the_form_of_a_course_keeps_what_is_needed_first(client) -> None:
    first, course = make_course(title="The first course"), make_course()
    course.page.prerequisites.add(CoursePrerequisite(course_slug=first.slug, min_score=90))
    course.page.save_revision().publish()
    client.force_login(make_user(group="Course authors"))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[course.page.pk])).content.decode()
    assert "Courses needed first" in page
    assert f'<option value="{first.slug}" selected>The first course</option>' in page


def test_a_copy_of_a_course_needs_the_same(client) -> None:
    first, course = make_course(), make_course()
    course.page.prerequisites.add(CoursePrerequisite(course_slug=first.slug, min_score=90))
    course.page.save()
    copy = CoursePage.objects.get(pk=course.page.pk).copy(update_attrs={"slug": "a-copy"})
    assert copy.prerequisites.get().course_slug == first.slug


def test_a_translation_needs_what_its_source_needs() -> None:
    first, course = make_course(), make_course()
    course.page.prerequisites.add(CoursePrerequisite(course_slug=first.slug, min_score=90))
    course.page.save()
    french, _made = Locale.objects.get_or_create(language_code="fr")
    course.page.get_parent().specific.copy_for_translation(french, copy_parents=True)
    source, _made = TranslationSource.update_or_create_from_instance(course.page)
    for _twice in range(2):
        source.create_or_update_translation(french, fallback=True)
    translated = course.page.get_translation(french)
    assert [row.course_slug for row in translated.prerequisites.all()] == [first.slug]
    assert course.page.prerequisites.count() == 1
