"""Which manuals there are: a short list that every page may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Locale, Page

from courses.catalogue.languages import without_copies
from courses.catalogue.manual import ManualPage
from courses.catalogue.models import CoursePage
from courses.editions import content, freshness


@dataclass(frozen=True)
class Shelved:
    """A published manual of a published course.

    ``training`` is the course that trains its trainers, if there is one. Each title is in the
    language of the reader or, where it is not translated, in the source's.
    """

    uuid: UUID
    title: str
    locale: str
    course: UUID
    course_slug: str
    course_title: str
    course_locale: str
    training: UUID | None


def shelf(locale: str) -> tuple[Shelved, ...]:
    """Every manual; kept in the process until anything is published."""
    return freshness.remembered(f"manuals-{locale}", lambda: build(locale))


def of_course(slug: str, locale: str) -> Shelved | None:
    return next((manual for manual in shelf(locale) if manual.course_slug == slug), None)


def build(locale: str) -> tuple[Shelved, ...]:
    source = Locale.get_default()
    manuals = without_copies(ManualPage.objects.live().filter(locale=source))
    pages = list(manuals.defer("body").order_by("path"))
    courses = without_copies(CoursePage.objects.filter(locale=source))
    published = courses.live().filter(path__in=map(_path_above, pages))
    above = {course.path: course for course in published}
    named = {page.training for page in pages} - {""}
    training = dict(courses.filter(slug__in=named).values_list("slug", "translation_key"))
    pairs = [(page, above[at]) for page in pages if (at := _path_above(page)) in above]
    keys = [page.translation_key for pair in pairs for page in pair]
    shown = content.live_pages(keys, locale, models=())
    return tuple(_shelved(page, course, shown, training) for page, course in pairs)


def _shelved(
    page: ManualPage, course: CoursePage, shown: Mapping[UUID, Page], training: Mapping[str, UUID]
) -> Shelved:
    own, own_course = shown[page.translation_key], shown[course.translation_key]
    return Shelved(
        uuid=page.translation_key,
        title=own.title,
        locale=own.locale.language_code,
        course=course.translation_key,
        course_slug=course.slug,
        course_title=own_course.title,
        course_locale=own_course.locale.language_code,
        training=training.get(page.training),
    )


def _path_above(page: ManualPage) -> str:
    return page.path[: -page.steplen]
