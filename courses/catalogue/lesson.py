"""What a lesson may hold: every block by the name that its template and its files have."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from .activities import FlashCardsBlock, KnowledgeCheckBlock, ReflectionBlock, SortingBlock
from .blocks import (
    DialogueBlock,
    DoDontBlock,
    HeadingBlock,
    KeyMessageBlock,
    ProseBlock,
    QuoteBlock,
    StepsBlock,
    SupportBlock,
)
from .guided import GuidedTemplateBlock
from .media import AudioBlock, DocumentBlock, IllustrationBlock, VideoBlock
from .scenario import ScenarioBlock
from .table import TableBlock


def _a_figure() -> dict:
    return {"figure": apps.get_model("courses", "Figure").objects.first()}


class FigureBlock(blocks.StructBlock):
    figure = SnippetChooserBlock("courses.Figure", label=_("Figure"))

    class Meta:
        icon = "decimal"
        template = "blocks/figure.html"
        label = _("Dated figure")
        description = _("A number that goes out of date, with its year and source.")
        preview_value = staticmethod(_a_figure)


class SensitivePartBlock(blocks.StreamBlock):
    rich_text = ProseBlock()
    key_message = KeyMessageBlock()
    steps = StepsBlock()
    scenario = ScenarioBlock()
    video = VideoBlock()
    audio = AudioBlock()
    quote = QuoteBlock()
    dialogue = DialogueBlock()


class ContentNoteBlock(blocks.StructBlock):
    topic = blocks.CharBlock(label=_("Topic"), help_text=_("For example: sexual exploitation"))
    note = blocks.TextBlock(
        label=_("Note"), help_text=_("What follows, and that skipping it costs nothing.")
    )
    body = SensitivePartBlock(label=_("The sensitive part"))
    alternative = ProseBlock(
        label=_("Text alternative"), help_text=_("Teaches the same thing, gently.")
    )

    class Meta:
        icon = "warning"
        template = "blocks/content_note.html"
        label = _("Content note")
        description = _("Folds a sensitive part away, with a gentle text to read instead.")
        preview_value = {
            "topic": "Abuse by a colleague",
            "note": "A short story without detail. You may skip it.",
            "body": [{"type": "rich_text", "value": "<p>The story.</p>"}],
            "alternative": "<p>The same lesson in two sentences.</p>",
        }


class LessonBodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    rich_text = ProseBlock()
    image = IllustrationBlock()
    key_message = KeyMessageBlock()
    do_dont = DoDontBlock()
    steps = StepsBlock()
    content_note = ContentNoteBlock()
    support = SupportBlock()
    knowledge_check = KnowledgeCheckBlock()
    figure = FigureBlock()
    scenario = ScenarioBlock()
    video = VideoBlock()
    audio = AudioBlock()
    document = DocumentBlock()
    table = TableBlock()
    quote = QuoteBlock()
    flash_cards = FlashCardsBlock()
    sorting = SortingBlock()
    dialogue = DialogueBlock()
    reflection = ReflectionBlock()
    guided_template = GuidedTemplateBlock()

    class Meta:
        # What is written in it is kept under the lesson, which has one address for its paper.
        block_counts = {"guided_template": {"max_num": 1}}
