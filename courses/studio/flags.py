"""What readers flagged, for the authors of the course."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Locale, Page

from courses.editions.models import EditionItem
from courses.feedback.models import LessonFlag

from .access import courses_of


def flags_for(user) -> QuerySet[LessonFlag]:
    """The flags of the courses somebody may edit, the newest first."""
    mine = courses_of(user).values("translation_key")
    return LessonFlag.objects.filter(edition__course__uuid__in=mine).select_related("edition")


def with_pages(flags: Iterable[LessonFlag]) -> list[dict[str, Any]]:
    """Each flag with the title of its item and the page to mend; two queries."""
    found = list(flags)
    uuids = {flag.item_uuid for flag in found}
    titles = EditionItem.objects.filter(
        edition__in={flag.edition_id for flag in found}, item_uuid__in=uuids
    )
    named = {(e, u): t for e, u, t in titles.values_list("edition_id", "item_uuid", "title")}
    pages = _page_ids(uuids)
    source = Locale.get_default().language_code
    return [
        {
            "flag": flag,
            "title": named.get((flag.edition_id, flag.item_uuid), ""),
            "page_id": pages.get((flag.item_uuid, flag.locale))
            or pages.get((flag.item_uuid, source)),
        }
        for flag in found
    ]


def _page_ids(uuids: Iterable[UUID]) -> dict[tuple[UUID, str], int]:
    rows = Page.objects.filter(translation_key__in=uuids)
    values = rows.values_list("translation_key", "locale__language_code", "pk")
    return {(key, locale): pk for key, locale, pk in values}
