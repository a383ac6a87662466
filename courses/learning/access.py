"""Which enrolments and offerings somebody may see."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from courses.editions import content
from lms.users.models import User

from .models import Enrolment, Offering


def enrolment_of(user: User, course_slug: str) -> Enrolment | None:
    """The learner's latest readable enrolment in a course, with all that the player needs."""
    enrolment = (
        Enrolment.objects.readable()
        .filter(person__user=user, offering__course__slug=course_slug)
        .select_related("person")
        .order_by("-pk")
        .first()
    )
    if enrolment:
        give_editions([enrolment])
    return enrolment


def give_editions(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Put the edition with its course on each, from memory: no join, no policy to parse again."""
    found = list(enrolments)
    for enrolment in found:
        enrolment.edition = content.edition_with_course(enrolment.edition_id)
    return found


def facilitated(user: User) -> QuerySet[Offering]:
    """The offerings this account facilitates."""
    return Offering.objects.filter(facilitators__user=user).select_related("course")


def offering_to_join(course_slug: str, today: date) -> Offering | None:
    """The offering that anybody may enrol in today."""
    return (
        Offering.objects.open_on(today)
        .filter(course__slug=course_slug, course__current_edition__isnull=False)
        .select_related("course__current_edition__course")
        .first()
    )
