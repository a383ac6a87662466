"""Rights that had ended and are there again, as where money that was given back came back."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef

from .enrol_many import entitle_many
from .models import Enrolment, EnrolmentState, Offering


@transaction.atomic
def entitle_again(*, references: Mapping[int, str], offering: Offering, source: str) -> None:
    """Give persons, by their keys, a right that they had lost, as ``entitle_many`` does.

    Whoever was withdrawn when it ended learns on where they were: to them it is no new cycle. Who
    had never enrolled does so when they like. A few queries, however many they are.
    """
    entitle_many(references=references, offering=offering, source=source)  # holds each person
    later = Enrolment.objects.filter(
        person=OuterRef("person"), offering=offering, cycle__gt=OuterRef("cycle")
    )
    last = Enrolment.objects.filter(~Exists(later), offering=offering, person__in=list(references))
    last.filter(state=EnrolmentState.WITHDRAWN).update(state=EnrolmentState.ACTIVE)
