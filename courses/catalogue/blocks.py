"""The building blocks of words; templates/blocks/<name>.html renders each.

Films, files and tables are in media.py and table.py, what learners do in activities.py and
scenario.py; lesson.py puts all of them together.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = _("Heading")
        description = _("A short line that opens a new part of the lesson.")
        preview_value = "What you can do"


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        template = "blocks/rich_text.html"
        label = _("Text")
        description = _("Paragraphs and lists. Short sentences; say “you”.")
        preview_value = "<p>A child is anyone under 18.</p>"


class KeyMessageBlock(blocks.TextBlock):
    class Meta:
        icon = "pick"
        template = "blocks/key_message.html"
        label = _("Key message")
        description = _("One or two sentences to remember.")
        preview_value = "You do not have to prove it. You do have to report it."


class DoDontBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(label=_("Sentence")), label=_("Do"))
    dont = blocks.ListBlock(blocks.CharBlock(label=_("Sentence")), label=_("Do not"))

    class Meta:
        icon = "tick"
        template = "blocks/do_dont.html"
        label = _("Do and do not")
        description = _("Two short lists side by side.")
        preview_value = {"do": ["Listen."], "dont": ["Ask why."]}


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(blocks.CharBlock(label=_("Step")), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "blocks/steps.html"
        label = _("Steps")
        description = _("What to do, in order.")
        preview_value = {"title": "First steps", "items": ["Stay calm.", "Listen.", "Report."]}


class SupportBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    class Meta:
        icon = "help"
        template = "blocks/support.html"
        label = _("Support")
        description = _("Where the learner finds help for themselves. Ends a sensitive lesson.")
        preview_value = "<p>If this touched you, take a break and talk to somebody you trust.</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    speaker = blocks.CharBlock(
        label=_("Who says it"), help_text=_("An office or an invented person; no real child.")
    )
    source = blocks.CharBlock(
        label=_("Source"), required=False, help_text=_("Where it stands, with the year.")
    )

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = _("Quotation")
        description = _("What somebody says, with their name and perhaps the source.")
        preview_value = {
            "text": "I was glad that somebody listened.",
            "speaker": "Amina, a nurse",
            "source": "An invented story",
        }


class TurnBlock(blocks.StructBlock):
    speaker = blocks.CharBlock(label=_("Who speaks"), max_length=60)
    line = blocks.TextBlock(label=_("What they say"))
    note = blocks.CharBlock(
        label=_("Note"), required=False, help_text=_("What they do, or why this helps.")
    )

    class Meta:
        icon = "comment"
        label_format = "{speaker}"


class DialogueBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    turns = blocks.ListBlock(TurnBlock(), label=_("Turns"), min_num=2, max_num=20)

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        """With ``turns``: each one with its side, which is always the same for one speaker."""
        context = super().get_context(value, parent_context=parent_context)
        speakers = list(dict.fromkeys(turn["speaker"] for turn in value["turns"]))
        context["turns"] = [
            {**turn, "side": ("start", "end")[speakers.index(turn["speaker"]) % 2]}
            for turn in value["turns"]
        ]
        return context

    class Meta:
        icon = "group"
        template = "blocks/dialogue.html"
        label = _("Conversation")
        description = _("Who says what, turn by turn. For showing words that help.")
        preview_value = {
            "title": "First words",
            "turns": [
                {"speaker": "Child", "line": "Promise not to tell?", "note": ""},
                {"speaker": "You", "line": "I cannot promise that.", "note": "Calmly."},
            ],
        }
