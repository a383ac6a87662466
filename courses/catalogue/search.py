"""Search and filters of the catalogue."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import QueryDict
from wagtail.models import Locale

from .models import CourseIndexPage, CoursePage, Level, Topic

MAX_QUERY = 100
WORD = re.compile(r"\w+")


def languages_of(keys: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The names of the languages each course is live in; one query."""
    pages = CoursePage.objects.live().filter(translation_key__in=keys).select_related("locale")
    names: dict[UUID, list[str]] = {}
    for page in pages.order_by("locale__language_code"):
        names.setdefault(page.translation_key, []).append(page.locale.get_display_name())
    return names


def catalogue(index_page: CourseIndexPage, query: QueryDict) -> dict[str, Any]:
    """The courses that match, and what the filters offer; unknown filter values match nothing."""
    # Words only: SQLite's full-text search takes punctuation for its own syntax and fails.
    words = " ".join(WORD.findall(query.get("q", "")[:MAX_QUERY]))
    names = ("topic", "level", "language")
    chosen = {name: query.get(name, "").replace("\0", "") for name in names}
    courses = CoursePage.objects.child_of(index_page).live().prefetch_related("topics")
    courses = courses.select_related("image").order_by("title")
    if chosen["topic"]:
        courses = courses.filter(topics__slug=chosen["topic"])
    if chosen["level"]:
        courses = courses.filter(level=chosen["level"])
    if chosen["language"]:
        courses = courses.filter(
            translation_key__in=CoursePage.objects.live()
            .filter(locale__language_code=chosen["language"])
            .values("translation_key")
        )
    if words:  # filtered by plain ids: full-text search knows fewer kinds of filter than SQL
        ids = list(courses.values_list("pk", flat=True))
        courses = courses.model.objects.filter(pk__in=ids).prefetch_related("topics")
        courses = courses.select_related("image").search(words, operator="and")
    found = list(courses)
    languages = languages_of([course.translation_key for course in found])
    for course in found:
        course.languages = languages.get(course.translation_key, [])
    return {
        "courses": found,
        "words": words,
        "chosen": chosen,
        "topics": Topic.objects.filter(locale_id=index_page.locale_id),
        "levels": Level.choices,
        "languages": Locale.objects.filter(pk__in=CoursePage.objects.live().values("locale")),
        "filtered": bool(words or any(chosen.values())),
    }
