"""An organisation brings its people into offerings: the one place that knows which, and how."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.enrol_many import enrol_many, entitle_many, who_lack
from courses.learning.models import Enrolment, Entitlement, Offering
from courses.learning.prerequisites import asked_first
from courses.payments import seats
from courses.people.minors import without_consent
from courses.people.models import Person
from courses.people.organisations import Organisation
from lms.users.models import User


@dataclass(frozen=True)
class Giver:
    """Whose people come in, who brings them, and the uuid of what can be ended by it: a list, or
    the organisation itself."""

    organisation: Organisation
    by: User | None
    reference: str


@dataclass(frozen=True)
class Enrolled:
    """How many were enrolled, and how many only got the right because they have no name yet.

    ``lacking``: the names of those who got nothing, as they have not completed ``asked`` first.
    """

    new: int = 0
    already: int = 0
    nameless: int = 0
    refused: int = 0  # minors without consent
    lacking: list[str] = field(default_factory=list)
    asked: str = ""

    def said(self, offering: str) -> str:
        parts = [
            ngettext(
                "%(number)d person was enrolled in “%(offering)s”.",
                "%(number)d people were enrolled in “%(offering)s”.",
                self.new,
            )
            % {"number": self.new, "offering": offering}
        ]
        if self.already:
            parts.append(_("Already in it: %(number)d.") % {"number": self.already})
        if self.nameless:
            said = _("Without a name for the certificate: %(number)d; they may enrol themselves.")
            parts.append(said % {"number": self.nameless})
        if self.refused:
            said = _("Not enrolled, as a guardian withdrew the consent: %(number)d.")
            parts.append(said % {"number": self.refused})
        if self.lacking:
            said = _("Not enrolled: %(names)s. They have to complete first: %(courses)s.")
            parts.append(said % {"names": ", ".join(self.lacking), "courses": self.asked})
        return " ".join(parts)


def offerings_for(organisation: Organisation) -> QuerySet[Offering]:
    """Open today, with something to learn; of what is paid for, what it ordered seats of."""
    rows = Offering.objects.open_on(timezone.localdate())
    rows = rows.filter(course__current_edition__isnull=False)
    is_theirs = ~seats.COSTS_A_SEAT | Q(pk__in=seats.bought_by(organisation))
    return rows.filter(is_theirs).order_by("title", "pk")


def is_paid(offering: Offering | None) -> bool:
    return offering is not None and seats.costs_a_seat(offering)


def refusal(offering: Offering, *, may_give_seats: bool) -> str:
    """Why nobody can be brought in; empty where they can. Managers may give seats."""
    if offering.course.current_edition_id is None:
        return _("This course is not released yet.")
    has_ended = offering.ends_on is not None and offering.ends_on < timezone.localdate()
    if has_ended or not offering.is_open:
        return _("This offering is over or closed: nobody else gets in. Choose another one.")
    if is_paid(offering) and not may_give_seats:
        return _("This course is paid for. A manager of the organisation adds people to it.")
    return ""


def no_seats(error: seats.NoSeatLeft) -> str:
    said = ngettext(
        "Nothing was changed: %(number)d more seat is needed in “%(offering)s”. Ask whoever pays"
        " for your organisation to buy it or to take one back, then try again.",
        "Nothing was changed: %(number)d more seats are needed in “%(offering)s”. Ask whoever pays"
        " for your organisation to buy them or to take some back, then try again.",
        error.missing,
    )
    return said % {"number": error.missing, "offering": error.offering}


@transaction.atomic
def enrol(*, offering: Offering, locales: Mapping[int, str], giver: Giver) -> list[Enrolment]:
    """Give these persons, by their keys, the right to take part, and enrol them; what is new.

    All or nobody, but for minors whose guardian took the consent back. Raises
    seats.NoSeatLeft, seats.NotOfTheOrganisation, PrerequisitesMissing.
    """
    refused = without_consent(locales)
    wanted = {pk: locale for pk, locale in locales.items() if pk not in refused}
    entitle(offering=offering, people=list(wanted), giver=giver)
    return enrol_many(offering=offering, locales=wanted)


@transaction.atomic
def enrol_people(
    *, people: Collection[Person], offering: Offering, giver: Giver, locale: str
) -> Enrolled:
    """As ``enrol``, but who has no name for the certificate only gets the right.

    Who has not completed what is needed first gets nothing, and so no seat.
    """
    refused = without_consent(person.pk for person in people)
    people = [person for person in people if person.pk not in refused]
    lacks = who_lack(offering=offering, people=[person.pk for person in people])
    coming = [person for person in people if person.pk not in lacks]
    entitle(offering=offering, people=[person.pk for person in coming], giver=giver)
    named = {person.pk: locale for person in coming if person.full_name}
    new = len(enrol_many(offering=offering, locales=named))
    return Enrolled(
        new=new,
        already=len(named) - new,
        nameless=len(coming) - len(named),
        refused=len(refused),
        lacking=[person.full_name or "—" for person in people if person.pk in lacks],
        asked=asked_first(offering),
    )


@transaction.atomic
def entitle_who_comes(*, offering: Offering, person: Person, giver: Giver) -> None:
    """As ``entitle``, of somebody who says yes themselves: no seat is taken by who lacks what is
    needed first."""
    if not (is_paid(offering) and who_lack(offering=offering, people=[person.pk])):
        entitle(offering=offering, people=[person.pk], giver=giver)


@transaction.atomic
def entitle(*, offering: Offering, people: list[int], giver: Giver) -> None:
    """The right to take part; where it is paid for, a seat for whoever has no right to it yet.

    All or nobody. Raises seats.NoSeatLeft, seats.NotOfTheOrganisation.
    """
    if not is_paid(offering):
        entitle_many(
            references=dict.fromkeys(people, giver.reference),
            offering=offering,
            source=Entitlement.Source.ROSTER,
        )
        return
    have = Entitlement.objects.running().filter(offering=offering, person__in=people)
    without = set(people) - set(have.values_list("person_id", flat=True))
    if without:
        seats.give_seats(
            offering=offering, organisation=giver.organisation, people=without, by=giver.by
        )
