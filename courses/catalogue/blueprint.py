"""The rows of a quiz: what it asks, and where it takes it from."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class FixedQuestionBlock(blocks.StructBlock):
    question = SnippetChooserBlock("courses.Question", label=_("Question"))

    class Meta:
        icon = "pin"
        label = _("This question")
        description = _("Everybody gets this one.")


class DrawBlock(blocks.StructBlock):
    bank = SnippetChooserBlock("courses.QuestionBank", label=_("Bank"))
    objective = blocks.CharBlock(
        label=_("Objective"),
        max_length=10,
        validators=(RegexValidator(r"^\S+$", _("Write its code, for example 4.1.")),),
    )
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=50)
    critical = blocks.ChoiceBlock(
        label=_("Which"),
        choices=[
            ("any", _("Any question")),
            ("critical", _("Critical questions only")),
            ("not_critical", _("Questions that are not critical")),
        ],
        default="any",
    )

    class Meta:
        icon = "list-ul"
        label = _("Draw from a bank")
        description = _("Some questions of an objective, different for each learner.")


class BlueprintBlock(blocks.StreamBlock):
    """The rows of a quiz."""

    fixed = FixedQuestionBlock()
    draw = DrawBlock()
