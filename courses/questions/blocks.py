"""How authors write each question type in Wagtail; one block a type, named as the type."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE_FEATURES = ["bold", "italic", "ol", "ul"]


class ChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Choice"), max_length=500)
    correct = blocks.BooleanBlock(label=_("This is a right answer"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"),
        help_text=_("Shown to whoever picks this choice. Be kind, and say why."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Choice")
        label_format = "{text}"


class ChoicesBlock(blocks.StructBlock):
    """Prompt, choices and a general feedback: the editor of every type answered by choosing."""

    prompt = blocks.RichTextBlock(label=_("Question"), features=INLINE_FEATURES)
    choices = blocks.ListBlock(ChoiceBlock(), min_num=2, max_num=8, label=_("Choices"))
    feedback = blocks.RichTextBlock(
        label=_("General feedback"),
        required=False,
        features=INLINE_FEATURES,
        help_text=_("Shown to everybody after the feedback of the choice. May stay empty."),
    )


class SingleChoiceBlock(ChoicesBlock):
    class Meta:
        icon = "radio-full"
        label = _("One best answer")
        description = _("Several choices, exactly one of them right.")


class MultipleChoiceBlock(ChoicesBlock):
    class Meta:
        icon = "tick-inverse"
        label = _("All that apply")
        description = _("Several choices, one or more right. A wrong pick takes a right one away.")


class TrueFalseBlock(ChoicesBlock):
    class Meta:
        icon = "tick"
        label = _("True or false")
        description = _("A statement to judge. Write two choices: True and False.")


class QuestionBodyBlock(blocks.StreamBlock):
    """Exactly one child; its block type is the question's type."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()

    class Meta:
        min_num = 1
        max_num = 1
