"""What the player shows of feedback, which it does not know."""

from typing import Any

from django import template

from courses.feedback.models import EvaluationGiven
from courses.learning.access import has_item
from courses.learning.models import Enrolment, EnrolmentState

register = template.Library()


@register.inclusion_tag("courses/feedback/_invitation.html")
def evaluation_invitation(enrolment: Enrolment) -> dict[str, Any]:
    """Ask who has completed the course how it was, until they have said so.

    Not where an old edition has a lesson at the address of the form.
    """
    is_over = enrolment.state == EnrolmentState.COMPLETED and not has_item(enrolment, "evaluation")
    given = EvaluationGiven.objects.filter(enrolment=enrolment)
    return {
        "course_slug": enrolment.edition.course.slug,
        "is_asked": is_over and not given.exists(),
    }
