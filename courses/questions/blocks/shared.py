"""What the editors of the question types share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock

INLINE_FEATURES = ["bold", "italic", "ol", "ul"]
MEDIA = ("image", "image_alt", "audio")
MAX_POINTS = 100

is_number = RegexValidator(
    r"^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?$", _("Write a number like 12 or 12.5.")
)


class CodeBlock(blocks.CharBlock):
    """A name or number that is the same in every language: nothing for translators."""

    def get_translatable_segments(self, value: str) -> list:
        return []

    def restore_translated_segments(self, value: str, segments: list) -> str:
        return value


class SparseCharBlock(blocks.CharBlock):
    """Empty where nothing is stored, never None: translators get texts."""

    def get_default(self) -> str:
        return super().get_default() or ""


class SparseTextBlock(blocks.TextBlock):
    def get_default(self) -> str:
        return super().get_default() or ""


# What they are to the database, which knows nothing of translators.
DECONSTRUCT_ALIASES = {
    CodeBlock: "wagtail.blocks.CharBlock",
    SparseCharBlock: "wagtail.blocks.CharBlock",
    SparseTextBlock: "wagtail.blocks.TextBlock",
}


class WithMedia(blocks.StructBlock):
    """A picture and a recording beside a text; the picture is said in words too."""

    image = ImageChooserBlock(label=_("Image"), required=False)
    image_alt = SparseCharBlock(
        label=_("Text alternative of the image"),
        required=False,
        max_length=250,
        help_text=_("What the image tells somebody who cannot see it, without the answer."),
    )
    audio = AudioChooserBlock(
        label=_("Recording"),
        required=False,
        help_text=_("Of the text beside it, for who listens better than they read."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["image"] and not cleaned["image_alt"] and not self.is_deferred_validation:
            message = _("Say what the image tells.")
            raise StructBlockValidationError({"image_alt": ValidationError(message)})
        return cleaned

    class Meta:
        sparse = MEDIA


class PromptBlock(blocks.StructBlock):
    prompt = blocks.RichTextBlock(label=_("Question"), features=INLINE_FEATURES)


class QuestionBlock(WithMedia, PromptBlock):
    """What every type has: the question first, and last a feedback for everybody."""

    def __init__(self, local_blocks: Any = (), **kwargs) -> None:
        feedback = blocks.RichTextBlock(
            label=_("General feedback"),
            required=False,
            features=INLINE_FEATURES,
            help_text=_("Shown to everybody after the feedback of the answer. May stay empty."),
        )
        super().__init__([*(local_blocks or ()), ("feedback", feedback)], **kwargs)


def answer_feedback(help_text: Any) -> blocks.TextBlock:
    return blocks.TextBlock(label=_("Feedback"), required=False, help_text=help_text)


def points() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("Points in per cent"),
        default=MAX_POINTS,
        min_value=0,
        max_value=MAX_POINTS,
        help_text=_("100 for a right answer, less for one that is nearly right."),
    )
