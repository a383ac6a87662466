"""The pages of text that every site needs, by what they are for: found from every other page."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue.languages import without_copies
from courses.editions import freshness

if TYPE_CHECKING:
    from .models import StandardPage


class Purpose(models.TextChoices):
    """In the order of the links at the foot of each page."""

    PRIVACY = "privacy", _("Privacy notice")
    TERMS = "terms", _("Terms of use")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    CONTACT = "contact", _("Contact")
    CERTIFICATE_HELP = "certificate", _("I can’t get my certificate")


class PageLink(NamedTuple):
    title: str
    url: str
    language: str


def links() -> dict[str, PageLink]:
    """The pages there are by purpose, in this language or else the first one; kept until a publish.

    Nothing is asked of the database while nothing changes.
    """
    language = get_language() or settings.LANGUAGE_CODE
    return freshness.kept(f"standard-pages-{language}", lambda: _find_links(language))


def _find_links(language: str) -> dict[str, PageLink]:
    found = {page.purpose: page for page in pages(settings.LANGUAGE_CODE, language)}
    order = [purpose for purpose in Purpose.values if purpose in found]
    return {
        purpose: PageLink(page.title, _address(page), page.locale.language_code)
        for purpose, page in ((purpose, found[purpose]) for purpose in order)
    }


def _address(page: "StandardPage") -> str:
    """Below the home page of its language."""
    below = page.url_path.removeprefix(page.home_path)
    with translation.override(page.locale.language_code):
        return reverse("wagtail_serve", args=[below])


def pages(*languages: str) -> "list[StandardPage]":
    """Those that visitors of the site can open, of a later language last, and of two for one
    purpose the first; with the ``home_path`` that begins their path, in one query.
    """
    from .models import StandardPage  # noqa: PLC0415 (it has the choices from here)

    served = Page.objects.filter(sites_rooted_here__is_default_site=True)
    homes = Page.objects.filter(translation_key__in=served.values("translation_key"))
    home = homes.filter(locale=OuterRef("locale")).values("url_path")[:1]
    rows = without_copies(StandardPage.objects.live()).exclude(purpose="")
    rows = rows.annotate(home_path=Subquery(home))
    rows = rows.filter(locale__language_code__in=languages, url_path__startswith=F("home_path"))
    return sorted(
        rows.select_related("locale"),
        key=lambda page: (languages.index(page.locale.language_code), -page.pk),
    )


def terms_version() -> date | None:
    """The version of the terms that holds, as published; None where there are no terms."""
    return freshness.kept("terms-version", _find_terms_version)


def _find_terms_version() -> date | None:
    found = pages(settings.LANGUAGE_CODE)
    terms = [page.version_on for page in found if page.purpose == Purpose.TERMS]
    return terms[-1] if terms else None
