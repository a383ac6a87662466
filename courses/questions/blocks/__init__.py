"""How authors write each question type in Wagtail; one block a type, named as the type.

The names of the fields are those of the type's body (see types/). What stands in ``sparse`` is in
the body only where the author filled it in.
"""

from wagtail import blocks

from .choosing import MultipleChoiceBlock, SingleChoiceBlock, TrueFalseBlock
from .gaps import ClozeBlock
from .placing import CategoriseBlock, MatchingBlock, OrderingBlock
from .writing import FreeTextBlock, NumberBlock, ShortTextBlock


class QuestionBodyBlock(blocks.StreamBlock):
    """Exactly one child; its block type is the question's type."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    categorise = CategoriseBlock()
    short_text = ShortTextBlock()
    number = NumberBlock()
    cloze = ClozeBlock()
    free_text = FreeTextBlock()

    class Meta:
        min_num = 1
        max_num = 1
