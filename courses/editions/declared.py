"""What a page declares is needed first: what a release freezes of it, and tells its author."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses.catalogue.identity import course_uuid
from courses.catalogue.models import CoursePage

from .models import Course
from .prerequisites import in_force


def known_courses(slugs: Iterable[str]) -> dict[str, UUID]:
    """The courses of these short names that are here, released or not; else by that of a release,
    where the page has another one since."""
    wanted = list(slugs)
    pages = CoursePage.objects.filter(slug__in=wanted, locale=Locale.get_default())
    released = Course.objects.filter(slug__in=wanted)
    return {
        **dict(released.values_list("slug", "uuid")),
        **dict(pages.values_list("slug", "translation_key")),
    }


def to_freeze(page: CoursePage) -> list[dict[str, Any]]:
    """For the policy of an edition; a course that is not here yet is who it will be from files."""
    rows = list(page.prerequisites.all())
    known = known_courses(row.course_slug for row in rows) if rows else {}
    return [
        {
            "course": str(known.get(row.course_slug) or course_uuid(row.course_slug)),
            "slug": row.course_slug,
            "min_score": row.min_score,
        }
        for row in rows
    ]


def problems(page: CoursePage) -> Iterator[tuple[str, bool]]:
    """What is wrong with what a page declares, each with whether it keeps from releasing."""
    rows = to_freeze(page)
    keys = [UUID(row["course"]) for row in rows]
    if len(set(keys)) < len(keys):
        yield _("A course is needed twice; keep one row."), True
    if rows and page.translation_key in _all_needed(keys):
        yield _("To begin it one would need this course itself; take that row away."), True
    for message in (*_not_to_have(rows), *_asked_otherwise(page, rows), *_asked_in_vain(page)):
        yield message, False


def _all_needed(keys: list[UUID]) -> set[UUID]:
    """These courses, and what they need in turn."""
    frozen, found, waiting = in_force(), set[UUID](), list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [UUID(row["course"]) for row in frozen.get(key, [])]
    return found


def _not_to_have(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Courses that nobody can complete, as they are not here or not released."""
    known = known_courses(row["slug"] for row in rows) if rows else {}
    released = _titles(UUID(row["course"]) for row in rows)
    for slug in sorted({row["slug"] for row in rows}):
        if slug not in known:
            message = _(
                "There is no course “%(slug)s” here yet: nobody can enrol until there is. If it is"
                " written here and not loaded from files, release this course once more then."
            )
            yield message % {"slug": slug}
        elif known[slug] not in released:
            message = _("“%(slug)s” is not released yet: nobody can enrol until it is.")
            yield message % {"slug": slug}


def _asked_otherwise(page: CoursePage, rows: list[dict[str, Any]]) -> Iterator[str]:
    """What the current edition asks for under the same name, but is another course."""
    frozen = {row["slug"]: row["course"] for row in in_force().get(page.translation_key, [])}
    for row in rows:
        if frozen.get(row["slug"], row["course"]) != row["course"]:
            message = _(
                "Learners are asked for another course than “%(slug)s” is now, as that was not here"
                " at the last release: release this course again."
            )
            yield message % {"slug": row["slug"]}


def _asked_in_vain(page: CoursePage) -> Iterator[str]:
    """Courses that need this one by its name, and were released before it was here."""
    key, asking = str(page.translation_key), dict[UUID, UUID]()
    for course, rows in in_force().items():
        for row in rows:
            if row["slug"] == page.slug and row["course"] != key:
                asking[course] = UUID(row["course"])
    if not asking:
        return
    titles = _titles([*asking, *asking.values()])
    for course, asked in asking.items():
        if asked not in titles:
            message = _(
                "“%(course)s” needs this course first, but was released before it was here: nobody"
                " can enrol in “%(course)s” until that is released again."
            )
            yield message % {"course": titles[course]}


def _titles(courses: Iterable[UUID]) -> dict[UUID, str]:
    """Of those that are released."""
    rows = Course.objects.filter(uuid__in=list(courses), current_edition__isnull=False)
    return dict(rows.values_list("uuid", "current_edition__policy__title"))
