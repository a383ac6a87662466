"""The building blocks of a lesson; templates/blocks/<name>.html renders each."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.questions.models import Question

from .scenario import ScenarioBlock

PROSE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = _("Heading")
        description = _("A short line that opens a new part of the lesson.")
        preview_value = "What you can do"


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        template = "blocks/rich_text.html"
        label = _("Text")
        description = _("Paragraphs and lists. Short sentences; say “you”.")
        preview_value = "<p>A child is anyone under 18.</p>"


class IllustrationBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("Text alternative"),
        required=False,
        help_text=_("What the image tells somebody who cannot see it."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("Tick this where the image tells nothing that the text does not."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        is_draft = self.is_deferred_validation
        if not is_draft and not cleaned["alt"] and not cleaned["decorative"]:
            message = _("Say what the image tells, or tick that it is only decoration.")
            raise StructBlockValidationError({"alt": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "image"
        template = "blocks/image.html"
        label = _("Image")
        description = _("A drawing or picture, with its text alternative. No children's faces.")
        preview_value = {"alt": "A drawn path", "caption": "The way of a report"}


class KeyMessageBlock(blocks.TextBlock):
    class Meta:
        icon = "pick"
        template = "blocks/key_message.html"
        label = _("Key message")
        description = _("One or two sentences to remember.")
        preview_value = "You do not have to prove it. You do have to report it."


class DoDontBlock(blocks.StructBlock):
    do = blocks.ListBlock(blocks.CharBlock(label=_("Sentence")), label=_("Do"))
    dont = blocks.ListBlock(blocks.CharBlock(label=_("Sentence")), label=_("Do not"))

    class Meta:
        icon = "tick"
        template = "blocks/do_dont.html"
        label = _("Do and do not")
        description = _("Two short lists side by side.")
        preview_value = {"do": ["Listen."], "dont": ["Ask why."]}


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(blocks.CharBlock(label=_("Step")), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "blocks/steps.html"
        label = _("Steps")
        description = _("What to do, in order.")
        preview_value = {"title": "First steps", "items": ["Stay calm.", "Listen.", "Report."]}


class SupportBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        super().__init__(**{"features": PROSE_FEATURES, **kwargs})

    class Meta:
        icon = "help"
        template = "blocks/support.html"
        label = _("Support")
        description = _("Where the learner finds help for themselves. Ends a sensitive lesson.")
        preview_value = "<p>If this touched you, take a break and talk to somebody you trust.</p>"


def _a_practice_question() -> dict:
    questions = Question.objects.in_source_locale().approved()
    return {"question": questions.filter(practice_only=True).first()}


def _a_figure() -> dict:
    return {"figure": apps.get_model("courses", "Figure").objects.first()}


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


class FigureBlock(blocks.StructBlock):
    figure = SnippetChooserBlock("courses.Figure", label=_("Figure"))

    class Meta:
        icon = "decimal"
        template = "blocks/figure.html"
        label = _("Dated figure")
        description = _("A number that goes out of date, with its year and source.")
        preview_value = staticmethod(_a_figure)


class SensitivePartBlock(blocks.StreamBlock):
    rich_text = ProseBlock()
    key_message = KeyMessageBlock()
    steps = StepsBlock()
    scenario = ScenarioBlock()


class ContentNoteBlock(blocks.StructBlock):
    topic = blocks.CharBlock(label=_("Topic"), help_text=_("For example: sexual exploitation"))
    note = blocks.TextBlock(
        label=_("Note"), help_text=_("What follows, and that skipping it costs nothing.")
    )
    body = SensitivePartBlock(label=_("The sensitive part"))
    alternative = ProseBlock(
        label=_("Text alternative"), help_text=_("Teaches the same thing, gently.")
    )

    class Meta:
        icon = "warning"
        template = "blocks/content_note.html"
        label = _("Content note")
        description = _("Folds a sensitive part away, with a gentle text to read instead.")
        preview_value = {
            "topic": "Abuse by a colleague",
            "note": "A short story without detail. You may skip it.",
            "body": [{"type": "rich_text", "value": "<p>The story.</p>"}],
            "alternative": "<p>The same lesson in two sentences.</p>",
        }


class LessonBodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    rich_text = ProseBlock()
    image = IllustrationBlock()
    key_message = KeyMessageBlock()
    do_dont = DoDontBlock()
    steps = StepsBlock()
    content_note = ContentNoteBlock()
    support = SupportBlock()
    knowledge_check = KnowledgeCheckBlock()
    figure = FigureBlock()
    scenario = ScenarioBlock()


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
