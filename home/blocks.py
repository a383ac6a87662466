"""The parts of the home page; templates/blocks/<name>.html renders each."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

ICONS = [
    ("people", _("People")),
    ("globe", _("Globe")),
    ("teach", _("Board")),
    ("ready", _("Document with a tick")),
    ("phone", _("Phone")),
    ("support", _("Heart")),
    ("lock", _("Lock")),
]


class PointBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(label=_("Icon"), choices=ICONS)
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))


class PointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(PointBlock(), label=_("Points"), min_num=2)

    class Meta:
        icon = "group"
        template = "blocks/points.html"
        label = _("Points")
        description = _("Short texts side by side, each with an icon: who it is for.")
        preview_value = {
            "title": "Who it is for",
            "items": [
                {"icon": "people", "title": "Practitioners", "text": "You work near children."},
                {"icon": "teach", "title": "Trainers", "text": "You pass on what you know."},
            ],
        }


class WayStepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))


class WayBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(WayStepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "blocks/way.html"
        label = _("Way")
        description = _("Numbered steps side by side: how it works.")
        preview_value = {
            "title": "How it works",
            "items": [
                {"title": "Read", "text": "A few minutes at a time."},
                {"title": "Show it", "text": "A quiz of short situations."},
            ],
        }


class CoursesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))

    class Meta:
        icon = "doc-full"
        template = "blocks/courses.html"
        label = _("Courses")
        description = _("The first six courses, by title, with a way to all of them.")
        preview_value = {"title": "Courses"}


class VerifyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "check"
        template = "blocks/verify.html"
        label = _("Verification")
        description = _("How a certificate is verified, with a way to do it.")
        preview_value = {"title": "Anybody can verify it", "text": "Scan the code on the paper."}


class StoryBlock(blocks.StructBlock):
    place = blocks.CharBlock(label=_("Place"))
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(
        label=_("Text"), help_text=_("What happened, in your own words. No detail of harm.")
    )
    source = blocks.CharBlock(label=_("Source"), help_text=_("Who says so."))
    read_on = blocks.DateBlock(label=_("Source read on"))


class StoriesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    intro = blocks.TextBlock(label=_("Introduction"), required=False)
    items = blocks.ListBlock(StoryBlock(), label=_("Stories"), min_num=1)

    class Meta:
        icon = "history"
        template = "blocks/stories.html"
        label = _("Stories")
        description = _("Facts about the work behind the courses, each with its source and date.")
        preview_value = {
            "title": "The work behind it",
            "items": [
                {
                    "place": "Uruguay",
                    "title": "A policy for those who are deployed",
                    "text": "In 2020 a decree approved it.",
                    "source": "Decree 53/020",
                    "read_on": "2026-11-01",
                }
            ],
        }
