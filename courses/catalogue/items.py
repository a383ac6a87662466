"""What a course is made of: modules, and in them lessons and quizzes."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.questions.languages import same_everywhere
from lms.csp import PreviewMixin

from .blocks import PROSE_FEATURES
from .blueprint import BlueprintBlock
from .lesson import LessonBodyBlock
from .review import ReviewMatrix, is_review, show_everything


class CoursePart(PreviewMixin, Page):
    """What modules, lessons and quizzes share; their own address leads to the course.

    They have no publishing schedule: what learners are on does not vanish on a date.
    """

    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_(
            "Leaves this out of the next release. Publish, release the course, then unpublish it."
        ),
    )

    override_translatable_fields: ClassVar = same_everywhere("slug")

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        course = self.get_ancestors().type(_course_page()).specific().last()
        return redirect(course.get_url(request) if course else "/")


def _course_page():
    from .models import CoursePage  # noqa: PLC0415 (models.py is loaded first)

    return CoursePage


class ModulePage(CoursePart):
    """A chapter of a course."""

    summary = models.TextField(_("summary"), blank=True)
    content_note = models.TextField(_("content note"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("content_note"),
    ]
    settings_panels: ClassVar = [FieldPanel("retired")]
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = ["courses.LessonPage", "courses.QuizPage"]
    template = "courses/module_preview.html"

    class Meta:
        verbose_name = _("module")


class Item(CoursePart):
    """What lessons and quizzes share: something a learner does."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("How long it takes a slow reader."),
    )
    required = models.BooleanField(
        _("required"), default=True, help_text=_("Needed to complete the course.")
    )
    summary = models.CharField(
        _("summary"), max_length=250, blank=True, help_text=_("One line for the outline.")
    )
    content_note = models.TextField(
        _("content note"), blank=True, help_text=_("Shown before the page opens.")
    )

    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


ITEM_PANELS = [
    FieldPanel("minutes"),
    FieldPanel("required"),
    FieldPanel("retired"),
    FieldPanel("summary"),
    FieldPanel("content_note"),
]


class LessonPage(Item):
    """A few minutes of reading and doing."""

    body = StreamField(LessonBodyBlock(), verbose_name=_("lesson"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    HelpPanel(template="courses/studio/_weight_panel.html"),
                    FieldPanel("body"),
                ],
                heading=_("Lesson"),
            ),
            ObjectList(ITEM_PANELS, heading=_("Outline and content note")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]
    template = "courses/lesson_preview.html"

    class Meta:
        verbose_name = _("lesson")

    @property
    def preview_modes(self) -> list:
        return [("", _("The lesson alone")), ("player", _("As a learner in the player"))]

    def get_preview_template(self, request, mode_name: str) -> str:
        return "courses/player_preview.html" if mode_name == "player" else self.template


class FeedbackWhen(models.TextChoices):
    AFTER_PASS = "after_pass", _("After passing")
    AFTER_EACH = "after_each", _("After each attempt")
    NEVER = "never", _("Never")


class Purpose(models.TextChoices):
    COUNTED = "counted", _("Counted: to pass it is part of the course")
    PRE_TEST = "pre_test", _("Before the course: shows what is known already, counts for nothing")


class QuizPage(Item):
    """A quiz: its blueprint and its rules, all frozen at release."""

    intro = RichTextField(_("introduction"), features=PROSE_FEATURES, blank=True)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.COUNTED
    )
    blueprint = StreamField(
        BlueprintBlock(),
        verbose_name=_("blueprint"),
        blank=True,
        help_text=_("Rows: a question everybody gets, or some drawn from a bank."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts"),
        default=3,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("0 means as often as one likes. A facilitator can grant one more."),
    )
    wait_after_attempt = models.PositiveSmallIntegerField(
        _("wait after attempt number"),
        default=2,
        help_text=_("From this failed attempt on, the learner waits before the next."),
    )
    wait_hours = models.PositiveSmallIntegerField(
        _("waiting time in hours"), default=24, validators=[MaxValueValidator(24 * 90)]
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        default=0,
        validators=[MaxValueValidator(600)],
        help_text=_("0 means no limit, which is kinder to slow readers and bad lines."),
    )
    one_per_page = models.BooleanField(
        _("one question on a page"),
        default=False,
        help_text=_("Calmer on a phone. Learners move freely between the questions."),
    )
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=True)
    shuffle_choices = models.BooleanField(_("shuffle the choices"), default=True)
    feedback_when = models.CharField(
        _("show answers and feedback"),
        max_length=20,
        choices=FeedbackWhen.choices,
        default=FeedbackWhen.AFTER_PASS,
        help_text=_("The objectives to look at again are always shown after a fail."),
    )
    review = models.JSONField(
        _("what a learner sees again"),
        default=show_everything,
        validators=[is_review],
        help_text=_("Of an attempt whose answers are shown. “Closes”: where it has a last day."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("intro"),
                    FieldPanel("blueprint"),
                    HelpPanel(template="courses/studio/_blueprint_panel.html"),
                ],
                heading=_("Quiz"),
            ),
            ObjectList(
                [
                    FieldPanel("purpose"),
                    FieldPanel("pass_mark"),
                    FieldPanel("time_limit_minutes"),
                    MultiFieldPanel(
                        [
                            FieldPanel("attempts_allowed"),
                            FieldPanel("wait_after_attempt"),
                            FieldPanel("wait_hours"),
                        ],
                        heading=_("Attempts"),
                    ),
                    FieldPanel("one_per_page"),
                    FieldPanel("shuffle_questions"),
                    FieldPanel("shuffle_choices"),
                    FieldPanel("feedback_when"),
                    FieldPanel("review", widget=ReviewMatrix),
                ],
                heading=_("Rules"),
            ),
            ObjectList(ITEM_PANELS, heading=_("Outline and content note")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )
    template = "courses/quiz_preview.html"

    class Meta:
        verbose_name = _("quiz")

    def clean(self) -> None:
        super().clean()
        if self.wait_hours and not self.wait_after_attempt:
            raise ValidationError(
                {"wait_after_attempt": _("Say after which attempt the waiting time begins.")}
            )
