"""What a course page shows of the learner who looks at it."""

from typing import Any

from django import template
from django.utils import timezone

from courses.learning.access import enrolment_of, offering_to_join
from courses.learning.outline import outline_with_ticks

register = template.Library()


@register.inclusion_tag("courses/learning/_enrol_panel.html", takes_context=True)
def enrol_panel(context: dict[str, Any], page) -> dict[str, Any]:
    """Enrol, continue, or why neither is possible; the only part that differs by visitor."""
    user = getattr(context.get("request"), "user", None)
    enrolment = None
    if user is not None and user.is_authenticated:
        enrolment = enrolment_of(user, page.slug)
    return {
        "course_slug": page.slug,
        "enrolment": enrolment,
        "progress": outline_with_ticks(enrolment) if enrolment else None,
        "can_enrol": enrolment is not None
        or offering_to_join(page.slug, timezone.localdate()) is not None,
    }
