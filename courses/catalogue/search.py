"""Search and filters of the catalogue."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import QueryDict
from wagtail.models import Locale

from lms.files.models import Rendition
from lms.search import only_words

from .languages import offered_below, without_copies
from .models import CourseIndexPage, CoursePage, Level, Topic

CARD_PICTURE = "fill-640x360"  # as components/course_card.html asks for it


def languages_of_all() -> dict[UUID, list[Locale]]:
    """The languages that each course is live in; one query."""
    pages = without_copies(CoursePage.objects.live()).select_related("locale")
    pages = pages.order_by("locale__language_code")
    found: dict[UUID, list[Locale]] = {}
    for page in pages.only("translation_key", "locale"):
        found.setdefault(page.translation_key, []).append(page.locale)
    return found


def prefetch_pictures(courses: Iterable[CoursePage]) -> None:
    """What the cards of these courses show, with one query; their images were joined."""
    images = [course.image for course in courses if course.image]
    shown = Rendition.objects.filter(filter_spec=CARD_PICTURE)
    prefetch_related_objects(images, Prefetch("renditions", shown, to_attr="prefetched_renditions"))


def topics(index_page: CourseIndexPage) -> list[Topic]:
    """In the language of the page, else in that of the source; the short name is the same."""
    source = Q(locale__language_code=settings.LANGUAGE_CODE)
    found = list(Topic.objects.filter(source | Q(locale=index_page.locale_id)))
    found.sort(key=lambda topic: topic.locale_id == index_page.locale_id)  # the last one counts
    named = {topic.slug: topic for topic in found}
    return sorted(named.values(), key=lambda topic: topic.name)


def catalogue(index_page: CourseIndexPage, query: QueryDict) -> dict[str, Any]:
    """The courses that match, and what the filters offer; unknown filter values match nothing."""
    words = only_words(query.get("q", ""))
    names = ("topic", "level", "language")
    chosen = {name: query.get(name, "").replace("\0", "") for name in names}
    courses = offered_below(index_page).prefetch_related("topics").order_by("title")
    if chosen["topic"]:
        courses = courses.filter(topics__slug=chosen["topic"])
    if chosen["level"]:
        courses = courses.filter(level=chosen["level"])
    if chosen["language"]:
        courses = courses.filter(
            translation_key__in=without_copies(CoursePage.objects.live())
            .filter(locale__language_code=chosen["language"])
            .values("translation_key")
        )
    if words:  # filtered by plain ids: full-text search knows fewer kinds of filter than SQL
        ids = list(courses.values_list("pk", flat=True))
        courses = courses.model.objects.filter(pk__in=ids).prefetch_related("topics")
        courses = courses.select_related("image", "locale").search(words, operator="and")
    found = list(courses)
    prefetch_pictures(found)
    languages = languages_of_all()
    for course in found:
        course.languages = languages.get(course.translation_key, [])
    return {
        "courses": found,
        "words": words,
        "chosen": chosen,
        "topics": topics(index_page),
        "levels": Level.choices,
        "languages": sorted(
            {locale for each in languages.values() for locale in each},
            key=lambda locale: locale.language_code,
        ),
        "filtered": bool(words or any(chosen.values())),
    }
