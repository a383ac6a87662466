"""What a learner does inside a lesson; nothing of it is counted, kept on the server or sent."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.questions.models import Question


def _a_practice_question() -> dict:
    questions = Question.objects.in_source_locale().approved()
    return {"question": questions.filter(practice_only=True).first()}


class KnowledgeCheckBlock(blocks.StructBlock):
    question = SnippetChooserBlock(
        "courses.Question",
        label=_("Practice question"),
        help_text=_("One marked “practice only”. Not counted; feedback opens on the page."),
    )

    def clean(self, value):
        """The page shows which choice is right, so never a question that a quiz may draw."""
        cleaned = super().clean(value)
        question = cleaned["question"]  # None in a draft that is not finished
        if question and not question.practice_only:
            message = _("Choose a question marked “practice only”: learners see its answer here.")
            raise StructBlockValidationError({"question": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "help"
        template = "blocks/knowledge_check.html"
        label = _("Knowledge check")
        description = _("A practice question inside the lesson. It counts for nothing.")
        preview_value = staticmethod(_a_practice_question)


class FlashCardBlock(blocks.StructBlock):
    front = blocks.CharBlock(label=_("Front"), max_length=200)
    back = blocks.TextBlock(label=pgettext_lazy("the other side of a card", "Back"))

    class Meta:
        icon = "copy"
        label_format = "{front}"


class FlashCardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    cards = blocks.ListBlock(FlashCardBlock(), label=_("Cards"), min_num=2, max_num=12)

    class Meta:
        icon = "copy"
        template = "blocks/flash_cards.html"
        label = _("Cards to turn")
        description = _("A word or question on each card; a click shows what it means.")
        preview_value = {
            "title": "Words to know",
            "cards": [
                {"front": "Child", "back": "Anybody under 18."},
                {"front": "Survivor", "back": "Somebody who lives with what was done to them."},
            ],
        }


class SortingCardBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=200)
    group = blocks.IntegerBlock(
        label=_("Right group"),
        min_value=1,
        max_value=4,
        help_text=_("Its number: 1 is the first group above."),
    )
    feedback = blocks.CharBlock(
        label=_("Feedback"), max_length=300, help_text=_("One kind sentence: why it is there.")
    )

    class Meta:
        icon = "copy"
        label_format = "{text}"


class SortingBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    instruction = blocks.CharBlock(
        label=_("Instruction"), help_text=_("For example: Which of these do you report today?")
    )
    groups = blocks.ListBlock(
        blocks.CharBlock(label=_("Group"), max_length=60), label=_("Groups"), min_num=2, max_num=4
    )
    cards = blocks.ListBlock(SortingCardBlock(), label=_("Cards"), min_num=2, max_num=12)

    def clean(self, value):
        cleaned = super().clean(value)
        last = len(cleaned["groups"])
        # None in a draft that is not finished.
        lost = [card["text"] for card in cleaned["cards"] if (card["group"] or 0) > last]
        if lost:
            message = _("There is no group of this number for “%(card)s”.") % {"card": lost[0]}
            raise StructBlockValidationError({"cards": ValidationError(message)})
        return cleaned

    def get_context(self, value, parent_context=None) -> dict:
        """With ``cards``: each one with the name of its group."""
        context = super().get_context(value, parent_context=parent_context)
        groups = dict(enumerate(value["groups"], start=1))
        context["cards"] = [
            {**card, "group_name": groups.get(card["group"], "")} for card in value["cards"]
        ]
        return context

    class Meta:
        icon = "grip"
        template = "blocks/sorting.html"
        label = _("Sorting")
        description = _("The learner puts each card into a group, and sees why it belongs there.")
        preview_value = {
            "title": "Now or later",
            "instruction": "What do you do at once?",
            "groups": ["At once", "Later"],
            "cards": [
                {"text": "Listen", "group": 1, "feedback": "A child needs this first."},
                {"text": "Write it down", "group": 2, "feedback": "As soon as you are alone."},
            ],
        }


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(
        label=_("Prompt"),
        help_text=_("About the learner's own work; never ask for a case. Nobody reads the answer."),
    )

    class Meta:
        icon = "edit"
        template = "blocks/reflection.html"
        label = _("Reflection")
        description = _("A question to think about. What is written stays on the device.")
        preview_value = {"prompt": "Who could a child in your place of work turn to?"}
