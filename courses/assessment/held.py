"""What this package holds about a person."""

from django.utils.translation import gettext_lazy as _

from courses.people.held import WHILE_KEPT
from courses.people.holding import Held
from courses.people.models import Person

from .allowances import Accommodation, AttemptRequest, RetryGrant
from .forgetting import forget_of_person
from .marks import GradeChange, Mark, Regrade
from .merging import merge_attempts
from .models import Attempt, Response

ANSWERS_KEPT = _("Until a year after your certificate for the course has ended.")
OFFERING = {"enrolment__offering__title": _("offering")}
OF_ATTEMPT = {"attempt__enrolment__offering__title": _("offering"), "attempt__number": _("attempt")}


def _forget_allowances(person: Person) -> None:
    """Why somebody got more time is near to their health."""
    mine = {"enrolment__person": person}
    Accommodation.objects.filter(**mine).delete()
    AttemptRequest.objects.filter(**mine).delete()
    RetryGrant.objects.filter(**mine).update(reason="", granted_by=None)


HELD = (
    Held(
        model=Attempt,
        title=_("Your attempts at quizzes"),
        path="enrolment__person",
        fields=OFFERING
        | {
            "paper__title": _("quiz"),
            "number": _("attempt"),
            "state": _("state"),
            "started_at": _("begun"),
            "handed_in_at": _("handed in"),
            "score": _("score in per cent"),
            "passed": _("passed"),
        },
        kept=WHILE_KEPT,
        erase=forget_of_person,
        merge=merge_attempts,
    ),
    Held(
        model=Response,
        title=_("Your answers"),
        path="attempt__enrolment__person",
        fields=OF_ATTEMPT
        | {
            "slot": _("question, by its place"),
            "body": _("what you chose or wrote"),
            "saved_at": _("saved"),
        },
        kept=ANSWERS_KEPT,
    ),
    Held(
        model=Mark,
        title=_("What people said about your answers"),
        path="attempt__enrolment__person",
        fields=OF_ATTEMPT
        | {
            "slot": _("question, by its place"),
            "comment": _("comment"),
            "marked_at": _("marked"),
        },
        kept=ANSWERS_KEPT,
        by=("marked_by",),
    ),
    Held(
        model=GradeChange,
        title=_("Attempts that were graded anew"),
        path="attempt__enrolment__person",
        fields=OF_ATTEMPT
        | {
            "score_before": _("score before"),
            "score_after": _("score after"),
            "changed_at": _("when"),
        },
        kept=WHILE_KEPT,
    ),
    Held(
        model=RetryGrant,
        title=_("Further attempts you were given"),
        path="enrolment__person",
        fields=OFFERING | {"reason": _("reason"), "granted_at": _("given")},
        kept=WHILE_KEPT,
        erase=_forget_allowances,
        by=("granted_by",),
    ),
    Held(
        model=AttemptRequest,
        title=_("Further attempts you asked for"),
        path="enrolment__person",
        fields=OFFERING | {"asked_at": _("asked"), "answered_at": _("answered")},
        kept=WHILE_KEPT,
    ),
    Held(
        model=Accommodation,
        title=_("More time or attempts that you have"),
        path="enrolment__person",
        fields=OFFERING
        | {
            "extra_time_percent": _("more time, in per cent"),
            "extra_attempts": _("more attempts"),
            "extra_days": _("days after the quiz closes"),
            "reason": _("reason"),
            "given_at": _("given"),
            "ends_on": _("until"),
            "ended_at": _("ended"),
        },
        kept=WHILE_KEPT,
        by=("given_by",),
    ),
    Held(
        model=Regrade,
        title=_("Questions that you had graded anew"),
        path="decided_by__person",
        fields={"reason": _("reason"), "decided_at": _("when")},
        kept=_("For ever; the link to you goes with your account."),
        by=("decided_by",),
    ),
)
