"""Who of an organisation may be named to those who order its courses."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.assessment.models import Attempt
from courses.learning.models import ItemProgress
from courses.people.models import Person
from courses.people.organisations import Organisation
from courses.people.scope import belongs, members_of, spells

from .models import Seat
from .seats import with_use

MOST = 20


def found_members(organisation: Organisation | None, query: str) -> list[Person]:
    """By service number as a whole, or by the beginning of a name; nobody's address is told."""
    members = members_of([organisation] if organisation else [])
    names = Q(given_name__istartswith=query) | Q(family_name__istartswith=query)
    numbered = members.filter(service_number=query)
    people = Person.objects.present().filter(pk__in=members.values("person"))
    found = people.filter(names | Q(pk__in=numbered.values("person")))
    return list(found.order_by("family_name", "given_name", "pk")[:MOST])


def seats_seen(seats: QuerySet[Seat], organisation: Organisation) -> QuerySet[Any]:
    """Each with what the organisation may know of its person.

    ``is_member``: they belong there today. ``had_begun``: while they belonged there they ticked or
    opened something; all that is told of who has left, with the name. Of the rest, no name.
    """
    here = {
        "enrolment__person": OuterRef("person"),
        "enrolment__offering": OuterRef("line__offering"),
    }
    ticks = ItemProgress.objects.filter(
        Exists(spells([organisation], "completed_at", "enrolment__person")),
        completed_at__gte=OuterRef("given_at"),
        **here,
    )
    attempts = Attempt.objects.filter(
        Exists(spells([organisation], "started_at", "enrolment__person")),
        started_at__gte=OuterRef("given_at"),
        **here,
    )
    return with_use(seats.select_related("person", "line")).annotate(
        is_member=belongs([organisation]), had_begun=Exists(ticks) | Exists(attempts)
    )
