"""What a facilitator manual holds beside the blocks of lessons; templates/blocks/<name>.html."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import PROSE_FEATURES, HeadingBlock, KeyMessageBlock, ProseBlock
from .media import DocumentBlock, IllustrationBlock
from .table import TableBlock


class ManualProseBlock(ProseBlock):
    """With headings of their own: the handouts are many short texts below one another."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": [*PROSE_FEATURES, "h3"], **kwargs})


class WordsBlock(blocks.TextBlock):
    class Meta:
        icon = "openquote"
        template = "blocks/words.html"
        label = _("Words to say")
        description = _("What the trainer says aloud, word for word, in quotation marks.")
        preview_value = "“You may pass, pause or leave the room. You do not have to explain.”"


class TimingRowBlock(blocks.StructBlock):
    clock = blocks.CharBlock(label=_("Clock"), help_text=_("Since the beginning, as 0:10"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1)
    step = blocks.CharBlock(label=_("Step"))
    keep = blocks.CharBlock(
        label=_("Core or may go"), required=False, help_text=_("What is never dropped, and what is")
    )

    class Meta:
        icon = "history"
        label_format = "{clock} {step}"


class TimingBlock(blocks.ListBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(TimingRowBlock(), **{"min_num": 1, **kwargs})

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "says_what_may_go": any(row["keep"] for row in value)}

    class Meta:
        icon = "history"
        template = "blocks/timing.html"
        label = _("Timing")
        description = _("The steps of a session by the clock, and which of them may go.")
        preview_value = [
            {"clock": "0:00", "minutes": 10, "step": "1 Opening", "keep": "Core"},
            {"clock": "0:10", "minutes": 5, "step": "2 Myth or fact", "keep": "May go"},
        ]


class ActivityBodyBlock(blocks.StreamBlock):
    rich_text = ProseBlock()
    words = WordsBlock()
    table = TableBlock()


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("With its number in the timing"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1)
    body = ActivityBodyBlock(label=_("What you do and say"))

    class Meta:
        icon = "list-ol"
        template = "blocks/activity.html"
        label = _("Step of a session")
        description = _("What the trainer does and says, with its minutes.")
        preview_value = {
            "title": "2 Who is a child?",
            "minutes": 8,
            "body": [{"type": "words", "value": "“A child is every person under 18.”"}],
        }


class ObjectionBlock(blocks.StructBlock):
    says = blocks.CharBlock(label=_("What a learner says"))
    answer = blocks.TextBlock(label=_("What you may answer"), rows=3)

    class Meta:
        icon = "comment"
        label_format = "{says}"


class ObjectionsBlock(blocks.ListBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(ObjectionBlock(), **{"min_num": 1, **kwargs})

    class Meta:
        icon = "comment"
        template = "blocks/objections.html"
        label = _("Objections")
        description = _("What learners say against it, each with an answer.")
        preview_value = [
            {"says": "“At 16 they are adults here.”", "answer": "“Our own line is 18.”"}
        ]


class CaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("With its number"))
    situation = blocks.TextBlock(label=_("Situation"), help_text=_("Invented, without detail."))
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.TextBlock(label=_("Safe answer"), rows=3)
    do_not_use_if = blocks.TextBlock(label=_("Do not use if …"), rows=3)

    class Meta:
        icon = "warning"
        template = "blocks/case.html"
        label = _("Case")
        description = _("A short invented case that asks for one decision.")
        preview_value = {
            "title": "2 The empty school",
            "situation": "Rain, an empty school, a tired platoon.",
            "question": "Where do you sleep?",
            "answer": "Not there, not for one night.",
            "do_not_use_if": "this unit is known to have used a school.",
        }


class ChecklistBlock(blocks.ListBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(blocks.CharBlock(label=_("Line")), **{"min_num": 1, **kwargs})

    class Meta:
        icon = "tick"
        template = "blocks/checklist.html"
        label = _("Checklist")
        description = _("Lines with a box each, to be ticked on paper.")
        preview_value = ["Interpreter booked", "Handouts counted"]


class FormBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    lines = blocks.ListBlock(blocks.CharBlock(label=_("Line")), label=_("Lines"), min_num=1)

    class Meta:
        icon = "form"
        template = "blocks/form.html"
        label = _("Form")
        description = _("Lines with room to write beside them, on paper. Practice only: no cases.")
        preview_value = {"title": "For this course", "lines": ["Focal point", "Medical help"]}


class ManualBodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    rich_text = ManualProseBlock()
    key_message = KeyMessageBlock()
    words = WordsBlock()
    timing = TimingBlock()
    activity = ActivityBlock()
    objections = ObjectionsBlock()
    case = CaseBlock()
    checklist = ChecklistBlock()
    form = FormBlock()
    table = TableBlock()
    image = IllustrationBlock()
    document = DocumentBlock()
