"""What learners are on can be neither unpublished nor deleted; to retire it is a release.

That is the current edition, and every older one that somebody is still in the middle of.
"""

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale, Page

from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.models import CoursePage
from courses.editions.models import Course, EditionItem
from courses.learning.models import Enrolment


class StillReleased(Exception):
    """The page is part of what learners see."""


def released_within(page: Page) -> list[str]:
    """Titles of the page's parts (itself included) that learners are on."""
    if page.locale_id != Locale.get_default().pk:
        return []
    tree = Page.objects.descendant_of(page, inclusive=True)
    keys = list(tree.values_list("translation_key", flat=True))
    in_use = Q(edition__in=Course.objects.values("current_edition"))
    in_use |= Q(edition__in=Enrolment.objects.active().values("edition"))
    items = EditionItem.objects.filter(in_use, item_uuid__in=keys).distinct()
    courses = Course.objects.filter(uuid__in=keys, current_edition__isnull=False)
    return [*courses.values_list("slug", flat=True), *items.values_list("title", flat=True)]


def refuse(request: HttpRequest, page: Page):
    """A hook's answer: back with a message where the page is released, None otherwise."""
    titles = released_within(page)
    if not titles:
        return None
    message = _(
        "Learners are using this: %(titles)s. To retire it, tick “retired”, publish, release the "
        "course, then come back."
    )
    messages.error(request, message % {"titles": ", ".join(titles[:5])})
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_bulk(request: HttpRequest, action_type: str, objects: list, action) -> None:
    """The same for many pages at once."""
    if action_type not in ("delete", "unpublish"):
        return None
    for page in objects:
        if isinstance(page, Page) and (answer := refuse(request, page.specific)):
            return answer
    return None


def _refuse_delete(instance: Page, **kwargs) -> None:
    """The last line: whoever deletes, by whatever way."""
    if released_within(instance):
        raise StillReleased(str(instance))


def connect() -> None:
    for model in (CoursePage, ModulePage, LessonPage, QuizPage):
        pre_delete.connect(_refuse_delete, sender=model, dispatch_uid=f"guard-{model.__name__}")
