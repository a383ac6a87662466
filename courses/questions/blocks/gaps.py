"""The editor of a text with gaps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .choosing import BestChoiceBlock, choices_block
from .shared import QuestionBlock
from .writing import (
    match_accents_block,
    match_case_block,
    number_answers,
    text_answers,
    units_block,
)


class GapBlock(blocks.StructBlock):
    weight = blocks.IntegerBlock(
        label=_("Weight"),
        default=1,
        min_value=1,
        max_value=20,
        help_text=_("A gap of weight 2 counts as much as two others."),
    )


class ChoiceGapBlock(GapBlock):
    choices = choices_block(BestChoiceBlock, 12)

    class Meta:
        icon = "radio-full"
        label = _("Gap to choose for")


class TextGapBlock(GapBlock):
    answers = text_answers()
    match_case = match_case_block()
    match_accents = match_accents_block()

    class Meta:
        icon = "edit"
        label = _("Gap for words")
        sparse = ("match_case", "match_accents")


class NumberGapBlock(GapBlock):
    answers = number_answers()
    units = units_block()

    class Meta:
        icon = "decimal"
        label = _("Gap for a number")


class ClozeBlock(QuestionBlock):
    gaps = blocks.StreamBlock(
        [
            ("single_choice", ChoiceGapBlock()),
            ("short_text", TextGapBlock()),
            ("number", NumberGapBlock()),
        ],
        min_num=1,
        max_num=20,
        label=_("Gaps, in the order of their numbers"),
        help_text=_("Write [[1]] in the question where the first gap is, [[2]] for the second."),
    )

    class Meta:
        icon = "form"
        label = _("Text with gaps")
        description = _("A text in which learners fill the gaps. Every gap counts.")
