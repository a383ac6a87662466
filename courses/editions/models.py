"""What a release freezes; the page tree may then change as it likes."""

import uuid
from typing import NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_SLUG = 255  # as long as Wagtail's


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row that stands for ever."""


class AppendOnlyMixin(models.Model):
    """Rows that are written once; ``save`` on an existing row and ``delete`` are refused."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


class Course(models.Model):
    """A course that was released at least once; ``uuid`` is its page's translation key."""

    uuid = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(max_length=MAX_SLUG, unique=True)
    current_edition = models.ForeignKey(
        "courses.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("released course")
        verbose_name_plural = _("released courses")

    def __str__(self) -> str:
        return self.slug


class Edition(AppendOnlyMixin):
    """One release of a course.

    ``policy`` holds what decides and describes a completion: title, certificate_title,
    certificate_note, validity_months, duration_minutes, outcomes, objectives [{code, text}], and
    where there are any prerequisites [{course, slug, min_score}].
    ``checksum`` is the SHA-256 of everything frozen, the same in every database.
    Personal data: the account that released it; the link goes with the account.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    policy = models.JSONField()
    material = models.BooleanField(
        default=False, help_text=_("Learners stay on their edition until the teach-out date.")
    )
    teach_out_on = models.DateField(null=True, blank=True)
    checksum = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = (
            models.UniqueConstraint(
                fields=("course", "number"), name="one_edition_per_course_and_number"
            ),
            models.CheckConstraint(
                condition=models.Q(material=True, teach_out_on__isnull=False)
                | models.Q(material=False, teach_out_on__isnull=True),
                name="a_material_edition_has_a_teach_out_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.course} {self.number}"

    @property
    def title(self) -> str:
        return self.policy["title"]


class ItemKind(models.TextChoices):
    MODULE = "module", _("Module")
    LESSON = "lesson", _("Lesson")
    QUIZ = "quiz", _("Quiz")


class EditionItem(AppendOnlyMixin):
    """A module, lesson or quiz as released.

    ``settings`` of a quiz: blueprint rows and rules, all that decides a result. ``source`` is the
    text as released, an archive that no page is rendered from. ``minutes`` and ``title`` stand
    here so that the outline needs no page.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="items")
    item_uuid = models.UUIDField()
    parent_uuid = models.UUIDField(null=True, blank=True)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    slug = models.SlugField(max_length=MAX_SLUG)
    title = models.CharField(max_length=255)
    required = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(default=0)
    settings = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    source = models.JSONField()

    class Meta:
        ordering = ("edition", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "item_uuid"), name="an_item_is_in_an_edition_once"
            ),
            models.UniqueConstraint(
                fields=("edition", "slug"), name="one_item_per_edition_and_slug"
            ),
            models.UniqueConstraint(
                fields=("edition", "position"), name="one_item_per_edition_and_position"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} {self.slug}"


class QuestionVersion(AppendOnlyMixin):
    """A question as released: ``bodies`` maps a locale code to the body in that language.

    A language may be added (editions.languages); nothing that stands here changes.
    ``body_hash`` is that of the source language.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question_uuid = models.UUIDField()
    number = models.PositiveIntegerField()
    bodies = models.JSONField()
    body_hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("question_uuid", "number"), name="one_version_per_question_and_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_uuid} {self.number}"


class VersionUpload(AppendOnlyMixin):
    """A picture or recording of a released question: while this stands it cannot be deleted."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="uploads")
    image = models.ForeignKey(
        "files.CustomImage", null=True, on_delete=models.PROTECT, related_name="+"
    )
    media = models.ForeignKey(
        "files.CustomMedia", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("upload of a released question")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(image__isnull=False, media__isnull=True)
                | models.Q(image__isnull=True, media__isnull=False),
                name="an_upload_is_a_picture_or_a_recording",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.image or self.media}"


class EditionQuestion(AppendOnlyMixin):
    """Which question versions an edition may draw, and as what."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="questions")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    question_uuid = models.UUIDField()
    bank_uuid = models.UUIDField()
    objective = models.CharField(max_length=10)
    critical = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "question_uuid"), name="a_question_is_in_an_edition_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.question_uuid}"
