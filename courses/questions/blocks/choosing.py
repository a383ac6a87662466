"""Editors of questions answered by choosing."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .shared import MAX_POINTS, MEDIA, QuestionBlock, WithMedia, answer_feedback


class ChoiceTextBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Choice"), max_length=500)
    correct = blocks.BooleanBlock(label=_("This is a right answer"), required=False)
    feedback = answer_feedback(_("Shown to whoever picks this choice. Be kind, and say why."))


class ChoiceBlock(WithMedia, ChoiceTextBlock):
    class Meta:
        icon = "list-ul"
        label = _("Choice")
        label_format = "{text}"
        form_classname = "struct-block choice-block"


class BestChoiceBlock(ChoiceBlock):
    points = blocks.IntegerBlock(
        label=_("Nearly right: points in per cent"),
        required=False,
        min_value=1,
        max_value=MAX_POINTS - 1,
    )

    class Meta:
        sparse = (*MEDIA, "points")


def choices_block(block: type[blocks.Block], most: int = 8) -> blocks.ListBlock:
    return blocks.ListBlock(block(), min_num=2, max_num=most, label=_("Choices"))


class SingleChoiceBlock(QuestionBlock):
    choices = choices_block(BestChoiceBlock, 12)

    class Meta:
        icon = "radio-full"
        label = _("One best answer")
        description = _("Several choices, exactly one of them right.")


class MultipleChoiceBlock(QuestionBlock):
    choices = choices_block(ChoiceBlock, 12)
    lenient = blocks.BooleanBlock(
        label=_("Wrong picks take nothing away"),
        required=False,
        help_text=_("Only each pick more than there are right ones then costs a point."),
    )

    class Meta:
        icon = "tick-inverse"
        label = _("All that apply")
        description = _("Several choices, one or more right. A wrong pick takes a right one away.")
        sparse = (*MEDIA, "lenient")


class TrueFalseBlock(QuestionBlock):
    choices = choices_block(ChoiceBlock)

    class Meta:
        icon = "tick"
        label = _("True or false")
        description = _("A statement to judge. Write two choices: True and False.")
