"""The pages of the catalogue: the list of courses and the course itself."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from courses.questions.languages import same_everywhere
from courses.questions.models import objective_code
from lms.csp import PreviewMixin


class Topic(TranslatableMixin, models.Model):
    """What courses are filtered by in the catalogue."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=80)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("slug")]
    override_translatable_fields: ClassVar = same_everywhere("slug")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("slug", "locale"), name="one_topic_per_slug_and_locale"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Figure(TranslatableMixin, models.Model):
    """A number that goes out of date: one sentence with its year, its source and its date."""

    key = models.SlugField(_("short name"), max_length=80)
    text = models.TextField(_("sentence"), help_text=_("With the year the number is from."))
    source = models.CharField(_("source"), max_length=300)
    as_of = models.DateField(_("as of"))

    panels: ClassVar = [
        FieldPanel("key"),
        FieldPanel("text"),
        FieldPanel("source"),
        FieldPanel("as_of"),
    ]
    override_translatable_fields: ClassVar = same_everywhere("key")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("dated figure")
        verbose_name_plural = _("dated figures")
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=("key", "locale"), name="one_figure_per_key_and_locale"),
        )

    def __str__(self) -> str:
        return self.key


class Level(models.TextChoices):
    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class CourseIndexPage(PreviewMixin, Page):
    """The catalogue: every course with search and filters."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["courses.CoursePage"]
    max_count_per_parent = 1
    template = "courses/course_index_page.html"

    class Meta:
        verbose_name = _("course catalogue")

    def route(self, request, path_components: list[str]):
        """Straight to the course with its image: Wagtail asks for a page, then for its kind.

        A course that is not translated is found here too, in its own language.
        """
        from .languages import offered_below  # noqa: PLC0415 (needs the models above)

        if path_components:
            courses = offered_below(self).filter(slug=path_components[0])
            if course := courses.first():
                return course.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs) -> dict:
        from .search import catalogue  # noqa: PLC0415 (needs the models above)

        return {**super().get_context(request, *args, **kwargs), **catalogue(self, request.GET)}


class CourseObjective(TranslatableMixin, Orderable):
    page = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(_("code"), max_length=10, validators=[objective_code])
    text = models.CharField(_("objective"), max_length=300)

    panels: ClassVar = [FieldPanel("code"), FieldPanel("text")]
    override_translatable_fields: ClassVar = same_everywhere("code")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("objective")


class CoursePage(PreviewMixin, Page):
    """A course as its author edits it; learners are on released editions of it."""

    summary = models.TextField(
        _("summary"), help_text=_("Two sentences: what it is about and what for.")
    )
    audience = models.TextField(_("who it is for"))
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("Afterwards the learner can …")))],
        verbose_name=_("learning outcomes"),
        blank=True,
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"),
        help_text=_("Honest: lessons and quiz together, for a slow reader."),
        validators=[MinValueValidator(1), MaxValueValidator(60 * 200)],
    )
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, default=Level.FOUNDATION
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    content_note = models.TextField(
        _("content note"),
        blank=True,
        help_text=_("Which difficult topics come, and that one may pause or skip."),
    )
    image = models.ForeignKey(
        "files.CustomImage",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("text alternative of the image"), max_length=250, blank=True)
    certificate_title = models.CharField(
        _("title on the certificate"),
        max_length=200,
        help_text=_("What exactly was completed. Never the name of a state or UN course."),
    )
    certificate_note = models.TextField(
        _("what the certificate is and is not"),
        help_text=_("Shown on the course page before anybody enrols."),
    )
    validity_months = models.PositiveSmallIntegerField(
        _("validity in months"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    parent_page_types: ClassVar = ["courses.CourseIndexPage"]
    subpage_types: ClassVar = ["courses.ModulePage", "courses.ManualPage"]
    template = "courses/course_page.html"

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("summary"),
                    FieldPanel("audience"),
                    FieldPanel("outcomes"),
                    FieldPanel("content_note"),
                    MultiFieldPanel(
                        [FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image")
                    ),
                ],
                heading=_("Course page"),
            ),
            ObjectList(
                [
                    InlinePanel("objectives", heading=_("Objectives"), label=_("Objective")),
                    InlinePanel(
                        "prerequisites",
                        heading=_("Courses needed first"),
                        label=_("Course"),
                        help_text=_(
                            "Who enrols must have completed these, and the completion must be"
                            " valid on that day. Holds from the next release."
                        ),
                    ),
                    FieldPanel("duration_minutes"),
                    FieldPanel("level"),
                    FieldPanel("topics"),
                ],
                heading=_("Objectives and time"),
            ),
            ObjectList(
                [
                    FieldPanel("certificate_title"),
                    FieldPanel("certificate_note"),
                    FieldPanel("validity_months"),
                ],
                heading=_("Certificate"),
            ),
            ObjectList(
                [HelpPanel(template="courses/studio/_release_panel.html")], heading=_("Release")
            ),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("outcomes"),
        index.RelatedFields("topics", [index.SearchField("name")]),
        index.FilterField("level"),
    ]
    override_translatable_fields: ClassVar = same_everywhere("slug")

    class Meta:
        verbose_name = _("course")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(validity_months__gte=1), name="a_certificate_is_valid_a_month"
            ),
        )
