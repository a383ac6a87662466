"""Learners of 13 to 17: added one by one, by an organisation that may."""

from datetime import date

from django.db import transaction

from courses.learning.models import Offering
from courses.people import placing
from courses.people.minors import GuardianConsent
from courses.people.models import Person
from courses.people.organisations import Organisation
from lms.users.models import User

from . import enrolling


class NotAllowed(ValueError):
    """Neither the organisation nor any above it may add minors."""


def may_add_minors(organisation: Organisation) -> bool:
    """Where staff allowed it, for it or for anything above it."""
    if organisation.may_enrol_minors:
        return True
    return bool(organisation.get_ancestors().filter(may_enrol_minors=True).exists())


@transaction.atomic
def add_minor(
    *,
    organisation: Organisation,
    offering: Offering | None,
    pseudonym: str,
    language: str,
    by: User,
    seen_on: date,
    kept_where: str,
) -> Person:
    """A learner with a pseudonym and no account until the first card; the consent is kept.

    Raises NotAllowed, NoSeatLeft, PrerequisitesMissing.
    """
    if not may_add_minors(organisation):
        raise NotAllowed(organisation.pk)
    person = Person.objects.create(family_name=pseudonym, language=language)
    GuardianConsent.objects.create(
        person=person, seen_by=by, seen_on=seen_on, kept_where=kept_where
    )
    membership = placing.join(person=person, organisation=organisation, by=by)
    if offering:
        giver = enrolling.Giver(organisation, by, str(membership.uuid))
        enrolling.enrol(offering=offering, locales={person.pk: language}, giver=giver)
    return person
