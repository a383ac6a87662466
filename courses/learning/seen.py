"""What an organisation sees of learning: of its people all, of who left what they did there."""

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from courses.people.organisations import MembershipQuerySet, Organisation
from courses.people.scope import belongs, ever_in, members_of, seen, spells

from .models import Completion, Enrolment, EnrolmentQuerySet

COMPLETED = "completion__completed_at"


def completions_seen(organisations: Sequence[Organisation]) -> QuerySet[Completion]:
    """The completions that the organisations may read."""
    people = ever_in(organisations).values("person")
    return Completion.objects.filter(seen(organisations, "completed_at"), person__in=people)


def enrolments_seen(organisations: Sequence[Organisation]) -> EnrolmentQuerySet:
    """The enrolments that the organisations may read, each with what of it.

    ``is_theirs``: the person belongs there today, and everything is shown. ``shows_completion``:
    else this says whether the completion is; of an enrolment of somebody who left without it,
    nothing but that it was made. ``unit``: where they belong, or belonged when it happened.
    """
    people = ever_in(organisations).values("person")
    there = _within(spells(organisations, COMPLETED))
    made_there = _within(spells(organisations, "enrolled_at"))
    return (
        Enrolment.objects.filter(person__in=people)
        .annotate(is_theirs=belongs(organisations))
        .annotate(
            shows_completion=Case(
                When(is_theirs=True, then=Value(True)), default=there, output_field=BooleanField()
            )
        )
        .filter(Q(shows_completion=True) | made_there)
        .annotate(
            unit=Case(
                When(is_theirs=True, then=_unit(members_of(organisations).filter(_mine()))),
                When(shows_completion=True, then=_unit(spells(organisations, COMPLETED))),
                default=_unit(spells(organisations, "enrolled_at")),
            )
        )
    )


def enrolments_of_members(organisations: Sequence[Organisation]) -> EnrolmentQuerySet:
    """Only of who belongs there today, with the ``unit`` they joined last: for counting."""
    members = members_of(organisations)
    return Enrolment.objects.filter(person__in=members.values("person")).annotate(
        unit=_unit(members.filter(_mine()))
    )


def _mine() -> Q:
    return Q(person=OuterRef("person"))


def _within(memberships: MembershipQuerySet) -> ExpressionWrapper:
    return ExpressionWrapper(Exists(memberships), output_field=BooleanField())


def _unit(memberships: MembershipQuerySet) -> Subquery:
    return Subquery(memberships.order_by("-starts_on", "-pk").values("organisation")[:1])


def is_superseded() -> Exists:
    """Whether the person has completed the same course again since."""
    later = Completion.objects.filter(
        person=OuterRef("person"),
        edition__course=OuterRef("edition__course"),
        voided__isnull=True,
        enrolment__gt=OuterRef("pk"),
    )
    return Exists(later)


def valid_on(day: date) -> Q:
    """Completed, not recorded in error, and not expired."""
    return Q(
        completion__isnull=False,
        completion__voided__isnull=True,
        completion__valid_until__gte=day,
    )
