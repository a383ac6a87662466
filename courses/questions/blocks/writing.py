"""Editors of questions answered by writing words, numbers or sentences."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .shared import (
    MEDIA,
    CodeBlock,
    QuestionBlock,
    SparseTextBlock,
    answer_feedback,
    is_number,
    points,
)


class AcceptedTextBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("Accepted answer"),
        max_length=300,
        help_text=_("* stands for anything: “focal*” accepts “focal point”."),
    )
    points = points()
    feedback = answer_feedback(_("Shown to whoever answers this."))

    class Meta:
        icon = "pilcrow"
        label_format = "{text}"


def text_answers() -> blocks.ListBlock:
    return blocks.ListBlock(
        AcceptedTextBlock(), min_num=1, max_num=30, label=_("Accepted answers, the best first")
    )


def match_case_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=_("Capital letters matter"), required=False)


def match_accents_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=_("Accents matter"), required=False)


class ShortTextBlock(QuestionBlock):
    answers = text_answers()
    match_case = match_case_block()
    match_accents = match_accents_block()

    class Meta:
        icon = "edit"
        label = _("A few words")
        description = _("The learner writes a word or two, compared with what you accept.")
        sparse = (*MEDIA, "match_case", "match_accents")


class AcceptedNumberBlock(blocks.StructBlock):
    value = CodeBlock(label=_("Number"), max_length=40, validators=(is_number,))
    tolerance = CodeBlock(
        label=_("Give or take"), max_length=40, default="0", validators=(is_number,)
    )
    points = points()
    feedback = answer_feedback(_("Shown to whoever answers this."))

    class Meta:
        icon = "decimal"
        label_format = "{value}"


class UnitBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Unit"), max_length=20)
    factor = CodeBlock(
        label=_("Factor"),
        max_length=40,
        default="1",
        validators=(is_number,),
        help_text=_("Answers in km: a unit m has the factor 1000."),
    )

    class Meta:
        icon = "decimal"
        label_format = "{name}"


def number_answers() -> blocks.ListBlock:
    return blocks.ListBlock(
        AcceptedNumberBlock(), min_num=1, max_num=10, label=_("Accepted numbers, the best first")
    )


def units_block() -> blocks.ListBlock:
    return blocks.ListBlock(
        UnitBlock(),
        min_num=0,
        max_num=6,
        default=[],
        label=_("Units, the one of the numbers first"),
    )


class NumberBlock(QuestionBlock):
    answers = number_answers()
    units = units_block()

    class Meta:
        icon = "decimal"
        label = _("A number")
        description = _("The learner writes a number; you say how near is near enough.")


class CriterionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Criterion"), max_length=300)
    points = blocks.IntegerBlock(label=_("Points at most"), default=1, min_value=1, max_value=20)

    class Meta:
        icon = "tick"
        label_format = "{text}"


class FreeTextBlock(QuestionBlock):
    criteria = blocks.ListBlock(CriterionBlock(), min_num=1, max_num=10, label=_("Rubric"))
    guide = SparseTextBlock(
        label=_("For who marks it"),
        required=False,
        help_text=_("What a good answer has in it. Learners never see this."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Some sentences")
        description = _("The learner writes freely; a person marks it with your rubric.")
        sparse = (*MEDIA, "guide")
