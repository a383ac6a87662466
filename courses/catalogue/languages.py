"""Which pages are there in a language, and which courses somebody sees who looks in it."""

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from .models import CoursePage


def without_copies[Pages: QuerySet](pages: Pages) -> Pages:
    """Those that somebody wrote or translated.

    Whatever stands above a translated page Wagtail copies into the language as it is, and live.
    """
    return pages.exclude(alias_of__translation_key=F("translation_key"))


def language_of(page: Page) -> str:
    """The language that the text of a page is in: such a copy speaks that of its source."""
    return str((page.alias_of or page).locale.language_code)


def offered_below(page: Page) -> QuerySet[CoursePage]:
    """The live courses below a page of the site, each with its language.

    Where the page is a translation, also those of its source that nobody has translated yet.
    """
    courses = without_copies(CoursePage.objects.live()).select_related("image", "locale")
    here = courses.descendant_of(page)
    source = None
    if get_language() != settings.LANGUAGE_CODE:
        source = page.get_translation_or_none(Locale.get_default())
    if source is None or source.pk == page.pk:
        return here
    others = Q(path__startswith=source.path, depth__gt=source.depth)
    others &= ~Q(translation_key__in=here.order_by().values("translation_key"))
    return courses.filter(Q(path__startswith=page.path, depth__gt=page.depth) | others)
