"""Topics are known by their names; their short names make them one."""

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses.catalogue.models import Topic

from .report import Place


def topics_named(names: list[str], place: Place) -> list[Topic]:
    """The topics of these names in the source language, made where they are new."""
    locale = Locale.get_default()
    found = {}
    for name in names:
        slug = slugify(name)
        if not slug:
            place.refuse(_("“%(name)s” is no name for a topic.") % {"name": name})
            continue
        topic, _made = Topic.objects.get_or_create(
            slug=slug[:80], locale=locale, defaults={"name": name[:80]}
        )
        found[slug] = topic
    return list(found.values())
