"""A ministry with two training centres, and people in it."""

from dataclasses import dataclass
from datetime import date

from courses.models import Organisation, Person
from courses.people import growing, placing
from courses.people.organisations import Membership
from tests.factories.people import make_person

LONG_AGO = date(2020, 1, 1)


@dataclass
class Tree:
    ministry: Organisation
    north: Organisation
    south: Organisation
    elsewhere: Organisation  # another root


def make_tree() -> Tree:
    ministry = growing.add(name="Ministry")
    return Tree(
        ministry=ministry,
        north=growing.add(name="Centre North", parent=ministry),
        south=growing.add(name="Centre South", parent=ministry),
        elsewhere=growing.add(name="Another ministry"),
    )


def make_member(
    organisation: Organisation, person: Person | None = None, *, since: date = LONG_AGO
) -> Membership:
    return placing.join(person=person or make_person(), organisation=organisation, starts_on=since)


def make_without_account(given: str, family: str) -> Person:
    """Somebody without an account, as from a roster."""
    return Person.objects.create(given_name=given, family_name=family)


def make_role(organisation: Organisation, role: str, name: str = "") -> Person:
    person = make_person(name)
    placing.give_role(person=person, organisation=organisation, role=role)
    return person
