"""Attempts and allowances, when two records turn out to be of one person.

Where both were in the middle of the same offering, one enrolment ends (see learning.merging): what
was tried and given in it counts in the other one from now on.
"""

from django.utils import timezone

from courses.learning.merging import running_pairs
from courses.learning.models import Enrolment
from courses.people.models import Person

from .allowances import Accommodation, AttemptRequest, RetryGrant
from .models import Attempt


def merge_attempts(kept: Person, merged: Person) -> None:
    """Together with all that hangs on enrolments, before these are merged."""
    for staying, leaving in running_pairs(kept, merged):
        _move_attempts(staying, leaving)
        _close_doubles(staying, leaving)
        for model in (AttemptRequest, RetryGrant, Accommodation):
            model.objects.filter(enrolment=leaving).update(enrolment=staying)


def _move_attempts(staying: Enrolment, leaving: Enrolment) -> None:
    """With the next numbers; of two that run at once one stays where it was begun."""
    running = set(staying.attempts.running().values_list("item_uuid", flat=True))
    numbers: dict = {}
    for item, number in staying.attempts.values_list("item_uuid", "number"):
        numbers[item] = max(number, numbers.get(item, 0))
    for attempt in leaving.attempts.order_by("started_at", "pk"):
        item = attempt.item_uuid
        if attempt.state == "in_progress" and item in running:
            continue
        numbers[item] = numbers.get(item, 0) + 1
        moved = {"enrolment": staying, "number": numbers[item]}
        Attempt.objects.filter(pk=attempt.pk).update(**moved)


def _close_doubles(staying: Enrolment, leaving: Enrolment) -> None:
    """Asked for twice is asked for once."""
    waiting = AttemptRequest.objects.filter(answered_at=None)
    asked = waiting.filter(enrolment=staying).values("item_uuid")
    doubles = waiting.filter(enrolment=leaving, item_uuid__in=asked)
    doubles.update(answered_at=timezone.now())
