"""Which manuals there are: a short list that every page may ask for."""

from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Locale

from courses.catalogue.manual import ManualPage
from courses.catalogue.models import CoursePage
from courses.editions import freshness


@dataclass(frozen=True)
class Shelved:
    """A published manual. ``training`` is the course that trains its trainers, if there is one."""

    uuid: UUID
    title: str
    course: UUID
    course_slug: str
    course_title: str
    training: UUID | None


def shelf() -> tuple[Shelved, ...]:
    """Every manual; kept in the process until anything is published."""
    return freshness.remembered("manuals", build)


def of_course(slug: str) -> Shelved | None:
    return next((manual for manual in shelf() if manual.course_slug == slug), None)


def build() -> tuple[Shelved, ...]:
    source = Locale.get_default()
    pages = list(ManualPage.objects.live().filter(locale=source).defer("body").order_by("path"))
    courses = CoursePage.objects.filter(locale=source)
    above = {course.path: course for course in courses.filter(path__in=map(_path_above, pages))}
    named = {page.training for page in pages} - {""}
    training = dict(courses.filter(slug__in=named).values_list("slug", "translation_key"))
    return tuple(
        Shelved(
            uuid=page.translation_key,
            title=page.title,
            course=above[_path_above(page)].translation_key,
            course_slug=above[_path_above(page)].slug,
            course_title=above[_path_above(page)].title,
            training=training.get(page.training),
        )
        for page in pages
    )


def _path_above(page: ManualPage) -> str:
    return page.path[: -page.steplen]
