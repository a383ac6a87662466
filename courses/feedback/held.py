"""What this package holds about a person, and what it cannot tell whose it is."""

from django.utils.translation import gettext_lazy as _

from courses.people.held import WHILE_KEPT
from courses.people.holding import Held

from .models import CourseEvaluation, EvaluationGiven, LessonFlag

NOBODYS = _("It is kept without its writer: nobody can tell which one is yours, nor can we.")
A_YEAR = _("What was written goes after a year.")

HELD = (
    Held(
        model=EvaluationGiven,
        title=_("Courses that you told us what you think of"),
        path="enrolment__person",
        fields={"enrolment__offering__title": _("offering")},
        kept=WHILE_KEPT,
    ),
    Held(
        model=CourseEvaluation,
        title=_("What learners think of a course"),
        path="",
        kept=A_YEAR,
        why=NOBODYS,
    ),
    Held(
        model=LessonFlag,
        title=_("What learners flagged in a lesson"),
        path="",
        kept=A_YEAR,
        why=NOBODYS,
    ),
)
