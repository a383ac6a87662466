"""A template that a learner fills in: headings with hints, which end as a plan on one page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.questions.blocks.shared import CodeBlock

from .scenario import node_key

LISTS = ("choice", "timetable")
ONCE = ("minutes", "timetable")  # the steps are added up against the length of the session
BLANK_ROWS = range(6)  # of a timetable that begins with no steps, on paper


class GuidedPartBlock(blocks.StructBlock):
    key = CodeBlock(
        label=_("Short name"),
        validators=(node_key,),
        max_length=40,
        help_text=_("What is written is kept on the device under this name: do not change it."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    kind = blocks.ChoiceBlock(
        label=_("What is written here"),
        choices=[
            ("line", _("One line")),
            ("lines", _("Several lines")),
            ("minutes", _("Minutes of the whole session")),
            ("choice", _("One of a list")),
            ("timetable", _("A timetable: steps with method and minutes")),
        ],
    )
    hint = blocks.TextBlock(
        label=_("Hint"), rows=2, help_text=_("What belongs here. Never ask for a case.")
    )
    example = blocks.TextBlock(
        label=_("Example"), required=False, rows=3, help_text=_("Invented, without detail.")
    )
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Line"), max_length=120),
        label=_("List"),
        min_num=0,
        max_num=12,
        default=[],
        help_text=_("What one may choose, or the steps that a timetable begins with."),
    )

    class Meta:
        icon = "edit"
        label_format = "{heading}"


def problems(parts: list) -> list[str]:
    """What keeps the template from working, as sentences; as the block's value has them."""
    keys, kinds = [part["key"] for part in parts], [part["kind"] for part in parts]
    twice = {key for key in keys if keys.count(key) > 1}
    found = [gettext("Two parts are called “%(key)s”.") % {"key": key} for key in twice]
    if any(kinds.count(kind) > 1 for kind in ONCE):
        found.append(gettext("A template has one timetable and one length of the session at most."))
    for part in parts:
        name = {"name": part["heading"]}
        if part["kind"] == "choice" and len(part["options"]) < 2:
            found.append(gettext("“%(name)s” needs a list of two lines or more.") % name)
        if part["kind"] not in LISTS and part["options"]:
            found.append(gettext("“%(name)s” has a list that nobody would see.") % name)
    return found


class GuidedTemplateBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("It heads the printed plan."))
    intro = blocks.TextBlock(label=_("Introduction"), rows=3)
    parts = blocks.ListBlock(GuidedPartBlock(), label=_("Parts"), min_num=2, max_num=20)

    def clean(self, value):
        cleaned = super().clean(value)
        if found := problems(list(cleaned["parts"])):
            raise StructBlockValidationError({"parts": ValidationError([str(f) for f in found])})
        return cleaned

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "blank_rows": BLANK_ROWS}

    class Meta:
        icon = "form"
        template = "blocks/guided_template.html"
        label = _("Guided template")
        description = _("The learner fills it in and prints a plan. It stays on the device.")
        preview_value = {
            "title": "Plan of a session",
            "intro": "Write for a colleague who would teach from it.",
            "parts": [
                {
                    "key": "objective",
                    "heading": "Objective",
                    "kind": "lines",
                    "hint": "What can they do afterwards that you can see or hear?",
                    "example": "Answer a child who asks for secrecy.",
                    "options": [],
                },
                {
                    "key": "room",
                    "heading": "Room",
                    "kind": "choice",
                    "hint": "Where will you teach?",
                    "example": "",
                    "options": ["A room", "Outside"],
                },
                {
                    "key": "minutes",
                    "heading": "Minutes",
                    "kind": "minutes",
                    "hint": "How long is the session?",
                    "example": "",
                    "options": [],
                },
                {
                    "key": "steps",
                    "heading": "Steps",
                    "kind": "timetable",
                    "hint": "They act for more than half of the time.",
                    "example": "Open, 3 minutes: ground rules.",
                    "options": ["Open", "Close"],
                },
            ],
        }
