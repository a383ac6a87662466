"""Whether the pages of text are ready: ``manage.py check --deploy --database default`` says it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from . import standard_pages
from .standard_pages import Purpose

if TYPE_CHECKING:
    from .models import StandardPage

TO_FILL_IN = (  # as the first pages say it in each language
    "[to fill in by the operator:",
    "[à remplir par les responsables :",
    "[por completar por quien administra el sitio:",
)
NEEDED = (Purpose.PRIVACY, Purpose.TERMS)  # signing up speaks of them


@checks.register(checks.Tags.database, deploy=True)
def pages_of_text(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Texts with gaps that are public, and texts that are missed; silent before the tables."""
    if "default" not in (databases or ()):
        return []
    try:
        found = standard_pages.pages(*dict(settings.LANGUAGES))
    except DatabaseError:
        return []
    there = {page.purpose for page in found}
    return [
        *(_unfinished(page, gap) for page in found for gap in TO_FILL_IN if gap in _text(page)),
        *(_missed(purpose) for purpose in NEEDED if purpose not in there),
    ]


def _text(page: "StandardPage") -> str:
    return str(page.body.get_prep_value())


def _unfinished(page: "StandardPage", gap: str) -> checks.CheckMessage:
    return checks.Warning(
        f"Everybody can read the page “{page.title}”, which has gaps for you to fill in.",
        hint=f"Look in Wagtail for “{gap} …]”, fill it in, and publish.",
        obj=page.slug,
        id="home.W001",
    )


def _missed(purpose: Purpose) -> checks.CheckMessage:
    return checks.Warning(
        f"No public page is there for “{purpose.value}”, which signing up speaks of.",
        hint="Fill in and publish the draft below the home page, or give a page this purpose.",
        obj=purpose.value,
        id="home.W002",
    )
