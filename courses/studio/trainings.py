"""A manual names the course that trains its trainers by its short name, which may change."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale, Page

from courses.catalogue.manual import ManualPage
from courses.catalogue.models import CoursePage
from lms.users.models import User

from .access import courses_of


def warn(request: HttpRequest, page: Page) -> None:
    """A hook after publishing: which manuals are read by the learners of no course now."""
    if not isinstance(page, CoursePage):
        return
    message = _(
        "The manual of %(course)s is for the learners of “%(slug)s”, and no course has this short "
        "name: they cannot read it. Open the manual and choose the course again."
    )
    for manual in _lost(request.user):
        course = manual.get_parent().title
        messages.warning(request, message % {"course": course, "slug": manual.training})


def _lost(user: User | AnonymousUser) -> list[ManualPage]:
    """Of the manuals of courses that this person may edit."""
    above = set(courses_of(user).values_list("path", flat=True))
    manuals = ManualPage.objects.filter(locale=Locale.get_default()).exclude(training="")
    named = [m for m in manuals.defer("body") if m.path[: -m.steplen] in above]
    slugs = [manual.training for manual in named]
    courses = CoursePage.objects.filter(slug__in=slugs, locale=Locale.get_default())
    known = set(courses.values_list("slug", flat=True))
    return [manual for manual in named if manual.training not in known]
