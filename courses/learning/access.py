"""Which enrolments and offerings somebody may see."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from courses.editions import content
from courses.editions.models import Course
from courses.people.groups import FACILITATORS
from courses.people.models import Person
from lms.users.models import User

from . import completion as rule
from .models import Admission, Completion, Enrolment, EnrolmentState, Entitlement, Offering


def enrolment_of(user: User, course_slug: str) -> Enrolment | None:
    """The learner's latest readable enrolment in a course, with all that the player needs.

    Every page of the player asks this, so it is one small query: a person has few enrolments, and
    their courses are in memory.
    """
    mine = Enrolment.objects.readable().filter(person__user=user)
    here = [e for e in give_editions(mine) if e.edition.course.slug == course_slug]
    return max(here, key=lambda enrolment: enrolment.pk, default=None)


def has_later() -> Exists:
    """Of an enrolment: that ``enrolment_of`` finds another one of the person in the course."""
    theirs = Enrolment.objects.readable().filter(person=OuterRef("person"))
    here = theirs.filter(offering__course=OuterRef("offering__course"))
    return Exists(here.filter(pk__gt=OuterRef("pk")))


def give_editions(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Put the edition with its course on each, from memory: no join, no policy to parse again."""
    found = list(enrolments)
    for enrolment in found:
        enrolment.edition = content.edition_with_course(enrolment.edition_id)
    return found


def has_item(enrolment: Enrolment, slug: str) -> bool:
    """Whether its edition has a lesson or quiz there, as one from before a slug was reserved."""
    return slug in content.outline(enrolment.edition, enrolment.locale).by_slug


def facilitated(user: User) -> QuerySet[Offering]:
    """The offerings this account facilitates."""
    mine = Offering.objects.filter(
        facilitators__user=user, facilitators__user__groups__name=FACILITATORS
    )
    return mine.select_related("course").distinct()


def may_enrol_again(enrolment: Enrolment, today: date) -> bool:
    """Whether a completed course may be taken anew: it soon expires, or was recorded in error."""
    return enrolment.pk in may_be_taken_again([enrolment], today)


def may_be_taken_again(enrolments: Iterable[Enrolment], today: date) -> set[int]:
    """The keys of those that ``may_enrol_again`` allows, in one query."""
    completed = [e.pk for e in enrolments if e.state == EnrolmentState.COMPLETED]
    if not completed:
        return set()
    found = Completion.objects.filter(enrolment__in=completed).select_related("voided")
    return {
        completion.enrolment_id
        for completion in found
        if is_due(completion, today) or hasattr(completion, "voided")
    }


def is_due(completion: Completion, today: date) -> bool:
    """Whether it has expired or soon will."""
    completed_on = timezone.localdate(completion.completed_at)
    return today >= rule.refresh_from(completed_on, completion.valid_until)


def offering_to_join(course_slug: str, today: date, user: User | None = None) -> Offering | None:
    """The offering that this person may enrol in today: one they have a right to, or a free one."""
    mine = _with_a_right(user, today)
    return (
        Offering.objects.filter(_to_join(user, today), course__slug=course_slug)
        .select_related("course__current_edition__course")
        .order_by(Case(When(mine, then=0), default=1), "pk")
        .first()
    )


def courses_to_join(courses: Iterable[UUID], today: date, user: User | None) -> set[UUID]:
    """Of these courses those for which ``offering_to_join`` finds one; in one query."""
    here = Course.objects.filter(uuid__in=list(courses))
    to_join = Offering.objects.filter(_to_join(user, today), course=OuterRef("pk"))
    return set(here.filter(Exists(to_join)).values_list("uuid", flat=True))


def courses_under_way(courses: Iterable[UUID], person: Person) -> set[UUID]:
    """Of these courses those that this person is in; in one query."""
    mine = Enrolment.objects.active().for_person(person).filter(~has_later())
    here = mine.filter(offering__course__uuid__in=list(courses))
    return set(here.values_list("offering__course__uuid", flat=True))


def _to_join(user: User | None, today: date) -> Q:
    free = Offering.objects.open_on(today).filter(admission=Admission.FREE)
    return Q(_with_a_right(user, today) | Q(pk__in=free), course__current_edition__isnull=False)


def _with_a_right(user: User | None, today: date) -> Q:
    """Open ones, and those that closed after somebody paid, gave a seat or granted a place.

    Who completed one that closed takes the course anew in another.
    """
    if user is None:
        return Q(pk__in=())
    rights = Entitlement.objects.running().filter(person__user=user)
    given = rights.exclude(source=Entitlement.Source.FREE)
    completed = Enrolment.objects.filter(person__user=user, state=EnrolmentState.COMPLETED)
    has_begun = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    is_open = Q(pk__in=Offering.objects.open_on(today).filter(pk__in=rights.values("offering")))
    is_owed = Q(pk__in=given.values("offering")) & ~Q(pk__in=completed.values("offering"))
    return is_open | (has_begun & is_owed)
