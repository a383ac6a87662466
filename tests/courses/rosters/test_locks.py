"""A list holds the root of its tree before its people; who joins holds themselves first."""

import pytest

from courses.models import Enrolment, Membership, Person
from courses.people import placing
from courses.rosters import rosters
from courses.rosters.importing import import_batch
from tests.at_once import crossing
from tests.courses.rosters.lists import checked, make_manager, make_tree, text
from tests.factories.courses import make_course
from tests.factories.people import make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued_tasks")]


def test_a_list_enrols_somebody_who_joins_at_this_moment():
    root, unit, _other = make_tree()
    person = make_person(given="Amara", family="Diallo")
    placing.join(person=person, organisation=unit)
    rows, offering = text("Amara,Diallo,,Contingent A,"), make_course(quiz=False).offering
    roster = checked(root, rows, make_manager(root), offering)
    rosters.confirm(roster=roster)
    roster.refresh_from_db()
    crossing(
        lambda: Person.objects.select_for_update(no_key=True).get(pk=person.pk),
        lambda: import_batch(roster),
        lambda: placing.join(person=person, organisation=root),
    )
    assert Enrolment.objects.get().person == person
    assert Membership.objects.members().filter(person=person).count() == 2
