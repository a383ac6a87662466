"""What editions ask for before a course, with the names and addresses that learners see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from . import content, freshness
from .models import Course, Edition


@dataclass(frozen=True)
class Needed:
    """A completion of another course; ``locale`` is the language of the title.

    ``address`` of its page and ``slug`` of the course are empty while it is not offered here.
    """

    course: UUID
    title: str
    locale: str
    min_score: int
    slug: str = ""
    address: str = ""


def needed_for(edition: Edition, locale: str) -> list[Needed]:
    """In the order of the author; kept until anything is published, so never change it."""
    asked = _asked(edition.policy)
    if not asked:
        return []
    key = f"needed-{edition.pk}-{edition.checksum}-{locale}"
    return freshness.kept(key, lambda: list(_described(asked, locale)))


def _asked(policy: dict[str, Any]) -> list[dict[str, Any]]:
    return policy.get("prerequisites", [])


def _described(asked: list[dict[str, Any]], locale: str) -> Iterator[Needed]:
    keys = [UUID(row["course"]) for row in asked]
    released = Course.objects.filter(uuid__in=keys, current_edition__isnull=False)
    title = "current_edition__policy__title"
    here = {uuid: told for uuid, *told in released.values_list("uuid", "slug", title)}
    pages = content.live_pages(keys, locale, models=())
    for key, row in zip(keys, asked, strict=True):
        page, (slug, title) = pages.get(key), here.get(key, ("", ""))
        source = content.source_language() if title else ""
        yield Needed(
            course=key,
            title=page.title if page else title or row["slug"],
            locale=page.locale.language_code if page else source,
            min_score=row["min_score"],
            slug=slug,
            address=(page.get_url() or "") if page and slug else "",
        )


def scores_asked() -> dict[UUID, int]:
    """The highest score that the current edition of any course asks for, by the course asked."""

    def build() -> dict[UUID, int]:
        highest: dict[UUID, int] = {}
        for rows in in_force().values():
            for row in rows:
                key = UUID(row["course"])
                highest[key] = max(highest.get(key, 0), row["min_score"])
        return highest

    return freshness.kept("scores-asked", build)


def in_force() -> dict[UUID, list[dict[str, Any]]]:
    """What the current edition of each course asks for, where it asks for anything."""
    path = "current_edition__policy__prerequisites"
    rows = Course.objects.filter(**{f"{path}__isnull": False})
    return {uuid: asked for uuid, asked in rows.values_list("uuid", path) if asked}
