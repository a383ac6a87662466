"""The pages around the courses."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue.blocks import HeadingBlock, KeyMessageBlock, ProseBlock
from courses.catalogue.languages import offered_below
from courses.catalogue.search import prefetch_pictures
from lms.csp import PreviewMixin

from .blocks import CoursesBlock, PointsBlock, StoriesBlock, VerifyBlock, WayBlock
from .contacts import FocalPoint, Helpline
from .privacy.models import TermsAccepted
from .standard_pages import Purpose

__all__ = ["FocalPoint", "Helpline", "HomePage", "StandardPage", "TermsAccepted"]

PROSE_BLOCKS = [
    ("heading", HeadingBlock()),
    ("rich_text", ProseBlock()),
    ("key_message", KeyMessageBlock()),
]


class ProsePage(PreviewMixin, Page):
    """What the pages around the courses share."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(PROSE_BLOCKS, verbose_name=_("text"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True


class HomePage(ProsePage):
    """The first page a visitor sees."""

    body = StreamField(
        [
            ("points", PointsBlock()),
            ("courses", CoursesBlock()),
            ("way", WayBlock()),
            ("verify", VerifyBlock()),
            ("stories", StoriesBlock()),
            *PROSE_BLOCKS,
        ],
        verbose_name=_("text"),
        blank=True,
    )
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["courses.CourseIndexPage", "home.StandardPage"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs) -> dict:
        courses = offered_below(self).order_by("title")
        shown = list(courses.prefetch_related("topics")[:6])
        prefetch_pictures(shown)
        return {**super().get_context(request, *args, **kwargs), "courses": shown}


class StandardPageForm(WagtailAdminPageForm):
    """Here and not in the model: a copy of a page starts with the purpose of the first one."""

    def clean(self) -> dict:
        cleaned = super().clean()
        purpose = cleaned.get("purpose")
        if purpose == Purpose.TERMS and not cleaned.get("version_on"):
            self.add_error("version_on", _("Say from which day these terms hold."))
        others = StandardPage.objects.filter(purpose=purpose, locale=self.instance.locale_id)
        if purpose and others.exclude(pk=self.instance.pk).exists():
            message = _("There is a page for this already. Edit that one instead.")
            self.add_error("purpose", message)
        return cleaned


class StandardPage(ProsePage):
    """A page of text: about, privacy, terms."""

    purpose = models.CharField(
        _("what it is for"),
        max_length=16,
        choices=Purpose.choices,
        blank=True,
        help_text=_("A page with a purpose is linked from the foot of every page."),
    )
    version_on = models.DateField(
        _("version"),
        null=True,
        blank=True,
        help_text=_(
            "For terms of use: the day from which they hold. Change it when people have to accept "
            "them again; they are asked once. A small correction needs no new day."
        ),
    )
    content_panels: ClassVar = [
        *ProsePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("version_on"),
    ]
    base_form_class = StandardPageForm
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("page of text")
