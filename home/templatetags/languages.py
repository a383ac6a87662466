"""The languages of the site."""

from django import template
from django.conf import settings

from courses.catalogue.languages import language_of

register = template.Library()
register.filter(language_of)


@register.simple_tag
def site_languages() -> list[tuple[str, str]]:
    """Each with the name that its speakers give it; Django's own tag would translate the names."""
    return list(settings.LANGUAGES)
