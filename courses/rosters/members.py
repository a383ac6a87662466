"""An organisation enrols its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning.models import (
    Admission,
    Enrolment,
    Entitlement,
    Offering,
    OfferingQuerySet,
)
from courses.learning.services import enrol, entitle
from courses.people.models import Person
from courses.people.organisations import Organisation


@dataclass
class Enrolled:
    """How many were enrolled, and how many only got the right because they have no name yet."""

    new: int = 0
    already: int = 0
    nameless: int = 0

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
        return " ".join(parts)


def offerings_to_give(day: date) -> OfferingQuerySet:
    """What an organisation may enrol in without paying: released, open, and not paid for."""
    rows = Offering.objects.open_on(day).filter(course__current_edition__isnull=False)
    return rows.exclude(admission=Admission.PAID).order_by("title", "pk")


@transaction.atomic
def enrol_people(
    *, people: Iterable[Person], offering: Offering, organisation: Organisation, locale: str
) -> Enrolled:
    """Give each the right to take part, and enrol who has a name; safe to repeat."""
    done = Enrolled()
    source, reference = Entitlement.Source.ROSTER, str(organisation.uuid)
    for person in sorted(people, key=lambda person: person.pk):
        entitle(person=person, offering=offering, source=source, reference=reference)
        if not (person.given_name or person.family_name):
            done.nameless += 1
            continue
        mine = Enrolment.objects.for_person(person).filter(offering=offering)
        before = set(mine.values_list("pk", flat=True))
        is_new = enrol(person=person, offering=offering, locale=locale).pk not in before
        done.new, done.already = done.new + is_new, done.already + (not is_new)
    return done
