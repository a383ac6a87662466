"""Pictures, films, recordings and documents in a lesson: uploaded files, each said in words too."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from .blocks import ProseBlock

DOCUMENT_KINDS = {
    "csv": _("Table (CSV)"),
    "docx": _("Word document"),
    "pdf": _("PDF document"),
    "pptx": _("PowerPoint slides"),
    "txt": _("Plain text"),
    "xlsx": _("Excel workbook"),
}


class IllustrationBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Text alternative"),
        required=False,
        help_text=_("What the image tells somebody who cannot see it."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("Tick this where the image tells nothing that the text does not."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        is_draft = self.is_deferred_validation
        if not is_draft and not cleaned["alt"] and not cleaned["decorative"]:
            message = _("Say what the image tells, or tick that it is only decoration.")
            raise StructBlockValidationError({"alt": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "image"
        template = "blocks/image.html"
        label = _("Image")
        description = _("A drawing or picture, with its text alternative. No children's faces.")
        preview_value = {"alt": "A drawn path", "caption": "The way of a report"}


def media_problems(value) -> dict[str, str]:
    """What keeps a film or recording from being for everybody, by the field to mend."""
    found = {}
    if not strip_tags(value["transcript"].source).strip():
        found["transcript"] = gettext(
            "Write down what is said and shown, for who cannot hear or load it."
        )
    if "silent" in value and value["video"] and not value["video"].captions and not value["silent"]:
        found["video"] = gettext(
            "This film has no captions. Upload them with the film, or tick that it has no sound."
        )
    return found


def length_in_words(seconds: int | None) -> str:
    """For example “3 minutes, 20 seconds”; empty where it is not known."""
    minutes, rest = divmod(seconds or 0, 60)
    parts = [
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes},
        ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest},
    ]
    return ", ".join(part for part, number in zip(parts, (minutes, rest), strict=True) if number)


class PlayedBlock(blocks.StructBlock):
    """What films and recordings share."""

    def clean(self, value):
        cleaned = super().clean(value)
        found = {} if self.is_deferred_validation else media_problems(cleaned)
        if found:
            errors = {field: ValidationError(message) for field, message in found.items()}
            raise StructBlockValidationError(errors)
        return cleaned

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["length"] = length_in_words(value["seconds"])
        return context


class VideoBlock(PlayedBlock):
    title = blocks.CharBlock(label=_("Title"))
    video = VideoChooserBlock(label=_("Film"), help_text=_("Short and small; no children's faces."))
    seconds = blocks.IntegerBlock(
        label=_("Length in seconds"), min_value=1, help_text=_("Shown before anybody loads it.")
    )
    silent = blocks.BooleanBlock(
        label=_("No speech or sound"),
        required=False,
        help_text=_("Then it needs no captions. The transcript still says what is shown."),
    )
    transcript = ProseBlock(
        label=_("Transcript"), help_text=_("All that is said, and what one has to see.")
    )

    class Meta:
        icon = "wagtailmedia-video"
        template = "blocks/video.html"
        label = _("Film")
        description = _("A short film of ours with captions and a transcript.")
        preview_value = {
            "title": "How a report travels",
            "seconds": 200,
            "silent": False,
            "transcript": "<p>A guard sits down beside a child.</p>",
        }


class AudioBlock(PlayedBlock):
    title = blocks.CharBlock(label=_("Title"))
    audio = AudioChooserBlock(label=_("Recording"))
    seconds = blocks.IntegerBlock(
        label=_("Length in seconds"), min_value=1, help_text=_("Shown before anybody loads it.")
    )
    transcript = ProseBlock(label=_("Transcript"), help_text=_("All that is said."))

    class Meta:
        icon = "wagtailmedia-audio"
        template = "blocks/audio.html"
        label = _("Recording")
        description = _("Something to listen to, with a transcript.")
        preview_value = {
            "title": "A calm voice",
            "seconds": 45,
            "transcript": "<p>“I am glad that you tell me.”</p>",
        }


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("What it is, not the name of the file."))
    document = DocumentChooserBlock(label=_("Document"))

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        if document := value.get("document"):  # a preview has none
            extension = document.file_extension.lower()
            context["kind"] = DOCUMENT_KINDS.get(extension, extension.upper())
        return context

    class Meta:
        icon = "doc-full"
        template = "blocks/document.html"
        label = _("Document")
        description = _("A file to download, for example to print.")
        preview_value = {"title": "Card for the pocket"}
