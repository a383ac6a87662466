"""The fixed cast: accounts that can sign in, with a person where one is needed."""

import itertools

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from courses.learning.services import enrol
from courses.models import Enrolment, Offering, Person
from courses.people.services import person_for, set_certificate_name
from lms.users.models import User

PASSWORD = "learn-safely-2026"  # noqa: S105
# What the form to sign up asks besides.
AGREED = {"is_adult": "on", "accepts_terms": "on", "terms_version": "2026-11-29"}
_numbers = itertools.count(1)


def make_user(name: str = "", *, group: str = "") -> User:
    name = name or f"someone{next(_numbers)}"
    email = f"{name}@example.org"
    user = User.objects.create_user(username=name, email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_person(name: str = "", *, given: str = "Amara", family: str = "Diallo") -> Person:
    person = person_for(user=make_user(name))
    return set_certificate_name(
        person=person, given_name=given, family_name=family, time_zone="Africa/Nairobi"
    )


def make_enrolment(offering: Offering, person: Person | None = None) -> Enrolment:
    return enrol(person=person or make_person(), offering=offering, locale="en")
