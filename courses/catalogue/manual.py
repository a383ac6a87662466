"""The facilitator manual of a course: how it is taught in a classroom.

Its pages have no address of their own: who may read them does so below /manuals/.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField

from lms.csp import PreviewMixin

from .manual_blocks import ManualBodyBlock
from .models import CoursePage
from .prerequisites import CourseSelect


class ManualText(PreviewMixin, Page):
    """What the manual and its parts share: nobody is served them as pages, nothing lists them."""

    class Meta:
        abstract = True

    def serve(self, request, *args: Any, **kwargs: Any):
        raise Http404

    def get_sitemap_urls(self, request=None) -> list:
        return []

    def get_url_parts(self, request=None):
        """Where readers have it, so that links between the parts lead there."""
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.reading_address())

    def source(self) -> Page:
        """The page in the language that the course is written in, which names the address."""
        source = Locale.get_default()
        return self if self.locale_id == source.pk else self.get_translation_or_none(source) or self

    def reading_address(self) -> str:
        raise NotImplementedError


class ManualForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        slug = data.get("training")
        courses = CoursePage.objects.filter(locale=Locale.get_default())
        if slug and not courses.filter(slug=slug).exists():
            self.add_error(
                "training", ValidationError(_("This course is not here. Choose another."))
            )
        return data


class ManualPage(ManualText):
    """The manual as a whole: which version it is, and whom it is for."""

    version = models.CharField(_("version"), max_length=20)
    status = models.CharField(_("status"), max_length=120, blank=True)
    audience = models.TextField(_("who may use it"))
    training = models.SlugField(
        _("training of trainers"),
        max_length=255,
        blank=True,
        help_text=_(
            "Who is enrolled in this course reads the manual, as facilitators and the authors of "
            "the course that it belongs to do."
        ),
    )
    body = StreamField(ManualBodyBlock(), verbose_name=_("introduction"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList([*Page.content_panels, FieldPanel("body")], heading=_("Manual")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("version"), FieldPanel("status")], heading=_("Version")
                    ),
                    FieldPanel("audience"),
                    FieldPanel("training", widget=CourseSelect),
                ],
                heading=_("Version and readers"),
            ),
        ],
        base_form_class=ManualForm,
    )
    override_translatable_fields: ClassVar = [
        SynchronizedField("version"),
        SynchronizedField("training"),
    ]
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = ["courses.ManualPartPage"]
    max_count_per_parent = 1
    template = "courses/manual_preview.html"

    class Meta:
        verbose_name = _("facilitator manual")

    def reading_address(self) -> str:
        return reverse("manuals:contents", args=[self.source().get_parent().slug])


class ManualPartPage(ManualText):
    """A session, a checklist, the bank of cases: what is read at a time."""

    label = models.CharField(
        _("number or kind"), max_length=40, blank=True, help_text=_("As 01 or Session 1")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=0,
        validators=[MaxValueValidator(600)],
        help_text=_(
            "How long a session takes, which begins a new page on paper; 0 for what is no session "
            "and goes on below the part before it."
        ),
    )
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One line for the contents.")
    )
    body = StreamField(ManualBodyBlock(), verbose_name=_("text"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList([*Page.content_panels, FieldPanel("body")], heading=_("Text")),
            ObjectList(
                [FieldPanel("label"), FieldPanel("minutes"), FieldPanel("summary")],
                heading=_("Contents"),
            ),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )
    parent_page_types: ClassVar = ["courses.ManualPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/manual_preview.html"

    class Meta:
        verbose_name = _("part of a manual")
        verbose_name_plural = _("parts of a manual")

    def reading_address(self) -> str:
        source = self.source()
        course = source.get_parent().get_parent()
        return reverse("manuals:part", args=[course.slug, source.slug])
