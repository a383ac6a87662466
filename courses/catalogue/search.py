"""Search and filters of the catalogue."""

import re
from typing import Any

from django.http import QueryDict
from wagtail.models import Locale

from .models import CourseIndexPage, CoursePage, Level, Topic

MAX_QUERY = 100
WORD = re.compile(r"\w+")


def catalogue(index_page: CourseIndexPage, query: QueryDict) -> dict[str, Any]:
    """The courses that match, and what the filters offer; unknown filter values match nothing."""
    # Words only: SQLite's full-text search takes punctuation for its own syntax and fails.
    words = " ".join(WORD.findall(query.get("q", "")[:MAX_QUERY]))
    chosen = {name: query.get(name, "") for name in ("topic", "level", "language")}
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
    found = list(courses.search(words, operator="and") if words else courses)
    return {
        "courses": found,
        "words": words,
        "chosen": chosen,
        "topics": Topic.objects.filter(locale=index_page.locale),
        "levels": Level.choices,
        "languages": Locale.objects.all(),
        "filtered": bool(words or any(chosen.values())),
    }
