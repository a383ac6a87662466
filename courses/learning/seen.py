"""What an organisation sees of learning, by when it was: before, during and after a membership.

Of who belongs there today: what was begun while they belonged to the tree (in any unit of it), and
what they had completed before, if it was still valid then. Of who left: what happened there.
"""

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
from courses.people.scope import belongs, ever_in, members_of, spells, tree_spells

from .models import Completion, Enrolment, EnrolmentQuerySet

COMPLETED = "completion__completed_at"


def completions_seen(organisations: Sequence[Organisation]) -> QuerySet[Completion]:
    """The completions that the organisations may read."""
    people = ever_in(organisations).values("person")
    happened_there = Exists(spells(organisations, "completed_at"))
    of_members = _of_members(organisations, enrolment="enrolment__")
    return Completion.objects.filter(happened_there | of_members, person__in=people)


def enrolments_seen(organisations: Sequence[Organisation]) -> EnrolmentQuerySet:
    """The enrolments that the organisations may read, each with what of it.

    ``is_theirs``: the person belongs there today, and all of the enrolment is shown.
    ``shows_completion``: else this says whether the completion is; of an enrolment of somebody who
    left without it, nothing but that it was made. ``unit``: where they belong, or belonged when it
    happened.
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
        .filter(
            _of_members(organisations, completion="completion__")
            | Q(is_theirs=False, shows_completion=True)
            | Q(Q(is_theirs=False), made_there)
        )
        .annotate(
            unit=Case(
                When(is_theirs=True, then=_unit(members_of(organisations).filter(_mine()))),
                When(shows_completion=True, then=_unit(spells(organisations, COMPLETED))),
                default=_unit(spells(organisations, "enrolled_at")),
            )
        )
    )


def enrolments_of_members(organisations: Sequence[Organisation]) -> EnrolmentQuerySet:
    """Of who belongs there today what is seen of them, with the ``unit`` they joined last."""
    seen = _of_members(organisations, completion="completion__")
    unit = _unit(members_of(organisations).filter(_mine()))
    return Enrolment.objects.filter(seen).annotate(unit=unit)


def _of_members(
    organisations: Sequence[Organisation], *, enrolment: str = "", completion: str = ""
) -> Q:
    """Rows of who belongs there today that the organisations may read; prefixes lead to fields.

    Begun while they belonged to the tree: all of it. Begun before or in between: what they
    completed in their time there; what was completed earlier if it was valid in their time and not
    recorded in error.
    """
    enrolled, completed = f"{enrolment}enrolled_at", f"{completion}completed_at"
    begun_here = Exists(tree_spells(organisations, enrolled, f"{enrolled}__date"))
    valid_here = Exists(tree_spells(organisations, completed, f"{completion}valid_until"))
    done_here = Exists(tree_spells(organisations, completed, f"{completed}__date"))
    brought_along = Q(valid_here, **{f"{completion}voided__isnull": True})
    members = members_of(organisations).values("person")
    return Q(Q(begun_here) | done_here | brought_along, person__in=members)


def _mine() -> Q:
    return Q(person=OuterRef("person"))


def _within(memberships: MembershipQuerySet) -> ExpressionWrapper:
    return ExpressionWrapper(Exists(memberships), output_field=BooleanField())


def _unit(memberships: MembershipQuerySet) -> Subquery:
    return Subquery(memberships.order_by("-starts_on", "-pk").values("organisation")[:1])


def is_superseded() -> Exists:
    """Whether the person has completed the same course again since, whichever was begun first."""
    later = Completion.objects.filter(
        person=OuterRef("person"),
        edition__course=OuterRef("edition__course"),
        voided__isnull=True,
        completed_at__gt=OuterRef("completion__completed_at"),
    )
    return Exists(later)


def valid_on(day: date) -> Q:
    """Completed, not recorded in error, and not expired."""
    return Q(
        completion__isnull=False,
        completion__voided__isnull=True,
        completion__valid_until__gte=day,
    )
