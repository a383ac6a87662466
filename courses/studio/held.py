"""What authors leave behind: who released what, and who imported questions."""

from django.utils.translation import gettext_lazy as _

from courses.editions.models import Edition
from courses.people.holding import Held

from .models import QuestionImport

HELD = (
    Held(
        model=Edition,
        title=_("Courses you released"),
        path="released_by__person",
        fields={"course__slug": _("course"), "number": _("edition"), "released_at": _("when")},
        kept=_("For ever; the link to you goes with your account."),
        by=("released_by",),
    ),
    Held(
        model=QuestionImport,
        title=_("Files of questions that you uploaded"),
        path="by__person",
        fields={"filename": _("file"), "created_at": _("when")},
        kept=_("A week."),
        by=("by",),
    ),
)
