"""What trainers keep in question banks."""

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from lms.csp import PreviewMixin

from .blocks import QuestionBodyBlock
from .bodies import body_of
from .languages import same_everywhere
from .types import Body

objective_code = RegexValidator(
    r"^[A-Z]?[0-9]+(\.[0-9]+)?$",
    _("Write the code of an objective as the course has it, for example 4.1 or B3."),
)


class QuestionBank(index.Indexed, models.Model):
    """A set of questions that quizzes draw from; may serve several courses."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=100, unique=True)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("slug")]
    search_fields: ClassVar = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class QuestionTag(TaggedItemBase):
    content_object = ParentalKey(
        "courses.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class QuestionQuerySet(models.QuerySet["Question"]):
    def approved(self) -> "QuestionQuerySet":
        """Published, so that a release may take them."""
        return self.filter(live=True)

    def drawable(self) -> "QuestionQuerySet":
        """For quizzes; practice questions are for lessons only."""
        return self.filter(practice_only=False)

    def in_source_locale(self) -> "QuestionQuerySet":
        from wagtail.models import Locale  # noqa: PLC0415 (needs the database)

        return self.filter(locale=Locale.get_default())


class Question(
    PreviewMixin,
    PreviewableMixin,
    TranslatableMixin,
    DraftStateMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """A question as its author edits it; learners only ever see released versions of it.

    Its identity across languages and editions is ``translation_key``.
    """

    bank = models.ForeignKey(
        QuestionBank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="questions"
    )
    key = models.SlugField(
        _("short name"),
        max_length=80,
        help_text=_("For you and your colleagues; learners never see it."),
    )
    objective = models.CharField(
        _("objective"), max_length=10, validators=[objective_code], help_text=_("Its code: 4.1")
    )
    difficulty = models.PositiveSmallIntegerField(
        _("difficulty"), choices=Difficulty.choices, default=Difficulty.MEDIUM
    )
    critical = models.BooleanField(
        _("critical"),
        default=False,
        help_text=_("A wrong answer fails the attempt, whatever the score."),
    )
    practice_only = models.BooleanField(
        _("practice only"),
        default=False,
        help_text=_("For knowledge checks inside lessons; no quiz ever draws it."),
    )
    body = StreamField(QuestionBodyBlock(), verbose_name=_("question"))
    tags = ClusterTaggableManager(through="courses.QuestionTag", blank=True)
    objects: ClassVar = QuestionQuerySet.as_manager()

    panels: ClassVar = [
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("bank"),
                FieldPanel("key"),
                FieldPanel("objective"),
                FieldPanel("tags"),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [FieldPanel("difficulty"), FieldPanel("critical"), FieldPanel("practice_only")],
            heading=_("Use"),
        ),
    ]
    search_fields: ClassVar = [
        index.SearchField("key"),
        index.SearchField("body"),
        index.AutocompleteField("key"),
        index.FilterField("bank_id"),
        index.FilterField("objective"),
        index.FilterField("critical"),
        index.FilterField("practice_only"),
        index.FilterField("live"),
        index.FilterField("locale_id"),
    ]

    override_translatable_fields: ClassVar = same_everywhere("key", "objective")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("bank", "objective", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("bank", "key", "locale"), name="one_question_per_bank_key_and_locale"
            ),
            models.CheckConstraint(
                condition=~models.Q(critical=True, practice_only=True),
                name="no_practice_question_is_critical",
                violation_error_message=_("A practice question cannot be critical."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.objective} {self.key}"

    @property
    def kind(self) -> str:
        return self.body[0].block_type if self.body else ""

    def to_body(self) -> Body:
        """The question as plain data, in the shape of questions.types.interface."""
        return body_of(self.body)

    def get_preview_template(self, request, mode_name) -> str:
        return "courses/questions/preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        return {"question": self, "body": self.to_body()}
