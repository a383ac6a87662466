"""How somebody is getting on in a course, as one word that the database finds."""

from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from courses.learning.models import EnrolmentState
from courses.reports.queries import QUIET_AFTER, needs_help

SOON = timedelta(days=90)


class Standing(TextChoices):
    """``ENROLLED_HERE``: of somebody who left, and did not complete it while they were there."""

    IN_PROGRESS = "in_progress", _("In progress")
    STUCK = "stuck", _("May need help")
    DONE = "done", _("Valid")
    EXPIRING = "expiring", _("Expires within 90 days")
    EXPIRED = "expired", _("Expired")
    ENDED = "ended", _("Ended without completion")
    ENROLLED_HERE = "enrolled_here", _("Enrolled while here")


RUNNING = (Standing.IN_PROGRESS, Standing.STUCK)
VALID = (Standing.DONE, Standing.EXPIRING)
# What may be asked for together.
TOGETHER = {"all_running": RUNNING, "all_valid": VALID}
TOGETHER_NAMES = [
    ("all_running", _("In progress, with those who may need help")),
    ("all_valid", _("Valid, with those that expire within 90 days")),
]


def standing_of_members(now: datetime, today: date) -> Case:
    """For rows of ``enrolments_of_members``."""
    return Case(*_whens(now, today), default=Value(Standing.ENDED), output_field=CharField())


def standing_of_seen(now: datetime, today: date) -> Case:
    """For rows of ``enrolments_seen``: of who left it tells nothing that came later."""
    hidden = When(is_theirs=False, shows_completion=False, then=Value(Standing.ENROLLED_HERE))
    return Case(
        hidden, *_whens(now, today), default=Value(Standing.ENDED), output_field=CharField()
    )


def _whens(now: datetime, today: date) -> list[When]:
    done = Q(completion__isnull=False, completion__voided__isnull=True)
    active = Q(state=EnrolmentState.ACTIVE)
    return [
        When(done & Q(completion__valid_until__lt=today), then=Value(Standing.EXPIRED)),
        When(done & Q(completion__valid_until__lte=today + SOON), then=Value(Standing.EXPIRING)),
        When(done, then=Value(Standing.DONE)),
        When(active & needs_help(since=now - QUIET_AFTER), then=Value(Standing.STUCK)),
        When(active, then=Value(Standing.IN_PROGRESS)),
    ]
