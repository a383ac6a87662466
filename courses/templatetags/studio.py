"""What the admin shows: of a lesson beside its text, and of an import of questions."""

from typing import Any

from django import template

from courses.catalogue.items import LessonPage, QuizPage
from courses.questions.import_report import Outcome
from courses.studio.blueprint_panel import saved_rows
from courses.studio.player_preview import as_in_player
from courses.studio.weight import Weight, weigh

register = template.Library()


@register.simple_tag
def lesson_weight(page: LessonPage) -> Weight:
    return weigh(page)


@register.simple_tag
def in_player(page: LessonPage) -> dict[str, Any]:
    return as_in_player(page)


@register.simple_tag
def blueprint_supply(page: QuizPage) -> dict[str, Any]:
    return saved_rows(page)


@register.filter
def outcome_label(outcome: str) -> str:
    """What an import does with a question, in words."""
    return str(Outcome(outcome).label)
