"""Editors of questions that put things together or in order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .shared import QuestionBlock, answer_feedback


class PairBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Line"), max_length=500)
    answer = blocks.CharBlock(label=_("Its answer"), max_length=300)
    feedback = answer_feedback(_("Shown beside this line afterwards: why they belong together."))

    class Meta:
        icon = "link"
        label_format = "{text}"


class LineBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=300)

    class Meta:
        icon = "pilcrow"
        label_format = "{text}"


class MatchingBlock(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=20, label=_("Lines"))
    extras = blocks.ListBlock(
        LineBlock(), min_num=0, max_num=10, default=[], label=_("Wrong answers, of no line")
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _("Lines, each with its answer from one list. Every right pair counts.")


class OrderingBlock(QuestionBlock):
    items = blocks.ListBlock(
        LineBlock(), min_num=3, max_num=12, label=_("Things, in the right order")
    )

    class Meta:
        icon = "order"
        label = _("Put in order")
        description = _("Steps or events to put in order. What stands in order counts.")


class CardBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Card"), max_length=300)
    feedback = answer_feedback(_("Shown beside this card afterwards: why it belongs there."))

    class Meta:
        icon = "copy"
        label_format = "{text}"


class GroupBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Group"), max_length=100)
    cards = blocks.ListBlock(CardBlock(), min_num=0, max_num=12, label=_("Its cards"))

    class Meta:
        icon = "folder-open-inverse"
        label_format = "{text}"


class CategoriseBlock(QuestionBlock):
    groups = blocks.ListBlock(GroupBlock(), min_num=2, max_num=6, label=_("Groups"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Sort into groups")
        description = _("Cards to sort into groups. Every card in its group counts.")
