"""Doors to the facilitator manuals, for who may read them."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language

from courses.manuals.access import readable
from courses.manuals.shelf import shelf

register = template.Library()


@register.inclusion_tag("courses/manuals/_doors.html")
def manual_doors(user, course: UUID | None = None) -> dict[str, Any]:
    """To every manual that this person may read, or to those that have to do with a course."""
    if not (user and user.is_authenticated):
        return {"manuals": []}
    about = (it for it in shelf(get_language() or "en") if course in (None, it.course, it.training))
    return {"manuals": readable(user, tuple(about))}


@register.inclusion_tag("courses/manuals/_doors.html")
def manuals_to_learn(course: UUID) -> dict[str, Any]:
    """To those that this course trains for: who is enrolled in it may read them."""
    return {
        "manuals": [manual for manual in shelf(get_language() or "en") if manual.training == course]
    }
