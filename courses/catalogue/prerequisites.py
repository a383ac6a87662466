"""What somebody must have completed before a course, as its author declares it."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Orderable

from .models import CoursePage


class CourseSelect(forms.Select):
    """Every course by its title; a short name that no course has yet stays as it is."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list:
        pages = CoursePage.objects.filter(locale=Locale.get_default()).order_by("title")
        known = dict(pages.values_list("slug", "title"))
        missing = {slug: _("“%(slug)s”, not here yet") % {"slug": slug} for slug in value if slug}
        self.choices = [("", "---------"), *{**missing, **known}.items()]
        return super().optgroups(name, value, attrs)


class CoursePrerequisite(Orderable):
    """A completion of another course, valid on the day somebody enrols.

    By its short name, so that a course may be written before the one that it builds on is here.
    """

    page = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="prerequisites")
    course_slug = models.SlugField(gettext_lazy("course"), max_length=255)
    min_score = models.PositiveSmallIntegerField(
        gettext_lazy("with a score of at least, in per cent"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=gettext_lazy("0: whatever the score is."),
    )

    panels = (FieldPanel("course_slug", widget=CourseSelect), FieldPanel("min_score"))

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("course needed first")
        verbose_name_plural = gettext_lazy("courses needed first")

    def __str__(self) -> str:
        return f"{self.course_slug} ({self.min_score})"
