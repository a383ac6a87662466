"""Where one lesson alone is translated: what Wagtail copies above it is no translation."""

import pytest
from wagtail.models import Page

from courses.editions import content
from courses.editions.check import check
from courses.exchange.export import export
from courses.models import CoursePage
from tests.factories.courses import SmallCourse, make_course
from tests.factories.translations import language, translate_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> SmallCourse:
    course = make_course()
    translate_page(course.lessons[0], "es")
    copies = Page.objects.live().filter(locale=language("es"), alias_of__isnull=False)
    assert {page.title for page in copies} >= {course.page.title, course.module.title}
    return course


def outline_in_spanish(course: SmallCourse) -> content.Outline:
    return content.outline(course.offering.course.current_edition, "es")


def test_the_course_may_not_be_taken_in_the_language(course):
    edition = course.offering.course.current_edition
    assert content.languages(edition) == ["en"]


def test_what_is_copied_stands_in_the_outline_in_its_own_language(course):
    outline = outline_in_spanish(course)
    [module] = outline.modules
    found = [outline.locale, module.locale, *(item.locale for item in module.children[:2])]
    assert found == ["en", "en", "es", "en"]


def test_the_catalogue_has_the_course_in_the_language_that_it_is_written_in(client, course):
    page = client.get("/es/courses/").text
    assert f'<h2 lang="en" dir="auto"><a href="{course.slug}/">' in page
    assert '<option value="es"' not in page
    assert course.page.title not in client.get("/es/courses/?language=es").text
    page = client.get(f"/es/courses/{course.slug}/").text
    assert f'<h1 lang="en" dir="auto">{course.page.title}</h1>' in page
    assert page.count('role="note"') == 1


def test_its_author_is_not_told_that_a_quiz_lacks_the_language(course):
    assert [finding.message for finding in check(course.page) if "Español" in finding.message] == []


def test_nothing_of_it_is_exported_as_spanish(course, tmp_path):
    export(CoursePage.objects.get(pk=course.page.pk), tmp_path)
    assert not (tmp_path / "translations").exists()


def test_with_the_course_page_translated_it_is_there_and_the_copy_of_a_module_still_is_not(
    course, tmp_path
):
    translate_page(course.page, "es")
    outline = outline_in_spanish(course)
    assert (outline.locale, outline.modules[0].locale) == ("es", "en")
    report = export(CoursePage.objects.get(pk=course.page.pk), tmp_path)
    left = {row.what for row in report.rows if row.what.startswith("translations/es/")}
    assert any(name.endswith("module.yaml") for name in left)
    written = {path.name for path in (tmp_path / "translations/es").rglob("*.yaml")}
    assert "course.yaml" in written
    assert "module.yaml" not in written
