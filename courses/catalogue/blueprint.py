"""The rows of a quiz: what it asks, and where it takes it from."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.questions.blocks.shared import CodeBlock

MOST_DIGITS = 10  # of a number that every database takes


class FixedQuestionBlock(blocks.StructBlock):
    question = SnippetChooserBlock("courses.Question", label=_("Question"))

    class Meta:
        icon = "pin"
        label = _("This question")
        description = _("Everybody gets this one.")


class DrawBlock(blocks.StructBlock):
    bank = SnippetChooserBlock("courses.QuestionBank", label=_("Bank"))
    objective = CodeBlock(
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


class Fixed(NamedTuple):
    """A row that names a question by its primary key; None while none is chosen."""

    question: int | None


class Draw(NamedTuple):
    """A row that draws from a bank, by its primary key; None while none is chosen."""

    bank: int | None
    objective: str
    number: int
    critical: str


type Row = Fixed | Draw


def rows_of(blueprint) -> list[Row]:
    """The rows as they are stored; what they name is not fetched."""
    return [row(raw["type"], raw["value"]) for raw in blueprint.raw_data]


def row(kind: str, value: Mapping[str, Any]) -> Row:
    """A row from what is stored or typed, whatever that is."""
    if kind == "fixed":
        return Fixed(_number(value.get("question")))
    return Draw(
        bank=_number(value.get("bank")),
        objective=str(value.get("objective") or "").strip(),
        number=_number(value.get("count")) or 0,
        critical=str(value.get("critical") or "any"),
    )


def _number(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isdecimal() and len(text) < MOST_DIGITS else None
