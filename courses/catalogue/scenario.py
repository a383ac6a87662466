"""A branching story: nodes, choices with feedback, several endings."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.questions.blocks.shared import CodeBlock

STORY_FEATURES = ["bold", "italic"]
node_key = RegexValidator(r"^[a-z0-9-]+$", _("Use small letters, digits and hyphens."))


class ScenarioChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("What the learner does"))
    feedback = blocks.RichTextBlock(label=_("What it leads to"), features=STORY_FEATURES)
    goes_to = CodeBlock(
        label=_("Goes to"), validators=(node_key,), help_text=_("The short name of a scene.")
    )

    class Meta:
        icon = "arrow-right"
        label_format = "{text}"


class ScenarioNodeBlock(blocks.StructBlock):
    key = CodeBlock(label=_("Short name"), validators=(node_key,), max_length=40)
    text = blocks.RichTextBlock(label=_("Scene"), features=STORY_FEATURES)
    ending = blocks.ChoiceBlock(
        label=_("Ending"),
        required=False,
        choices=[
            ("good", _("A good ending")),
            ("mixed", _("A mixed ending")),
            ("poor", _("A poor ending")),
        ],
        help_text=_("Leave empty for a scene with choices."),
    )
    choices = blocks.ListBlock(ScenarioChoiceBlock(), label=_("Choices"), min_num=0)

    class Meta:
        icon = "comment"
        label_format = "{key}"


def problems(nodes: list) -> list[str]:
    """What keeps the story from working, as sentences; ``nodes`` as the block's value has them."""
    keys = [node["key"] for node in nodes]
    found = [_("Two scenes are called “%s”.") % key for key in set(keys) if keys.count(key) > 1]
    for node in nodes:
        if not node["ending"] and not node["choices"]:
            found.append(_("“%s” has neither choices nor an ending.") % node["key"])
        if node["ending"] and node["choices"]:
            found.append(_("“%s” is an ending, so it cannot have choices.") % node["key"])
        found += [
            _("“%(scene)s” leads to “%(target)s”, which does not exist.")
            % {"scene": node["key"], "target": choice["goes_to"]}
            for choice in node["choices"]
            if choice["goes_to"] not in keys
        ]
    return found or [
        _("No choice leads to “%s”.") % key for key in keys if key not in _reachable(nodes)
    ]


def _reachable(nodes: list) -> set[str]:
    targets = {node["key"]: [choice["goes_to"] for choice in node["choices"]] for node in nodes}
    seen: set[str] = set()
    waiting = [nodes[0]["key"]]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += targets[key]
    return seen


class ScenarioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    intro = blocks.RichTextBlock(label=_("Introduction"), features=STORY_FEATURES)
    nodes = blocks.ListBlock(
        ScenarioNodeBlock(),
        label=_("Scenes"),
        min_num=2,
        help_text=_("The story begins with the first one."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if found := problems(list(cleaned["nodes"])):
            raise StructBlockValidationError({"nodes": ValidationError([str(f) for f in found])})
        return cleaned

    class Meta:
        icon = "site"
        template = "blocks/scenario.html"
        label = _("Branching story")
        description = _("The learner decides, sees what follows, and may go back.")
        preview_value = {
            "title": "At the gate",
            "intro": "<p>You are on guard.</p>",
            "nodes": [
                {
                    "key": "start",
                    "text": "<p>A child comes to the gate.</p>",
                    "ending": "",
                    "choices": [
                        {
                            "text": "I listen",
                            "feedback": "<p>The child calms down.</p>",
                            "goes_to": "end",
                        }
                    ],
                },
                {"key": "end", "text": "<p>You report it.</p>", "ending": "good", "choices": []},
            ],
        }
