"""The tree of organisations and who belongs where, when."""

from datetime import date

import pytest
from django.db import IntegrityError

from courses.models import Membership, Organisation
from courses.people.organisations import Role
from courses.people.scope import organisations_for
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Organisation]:
    ministry = Organisation.add_root(name="Ministry")
    centre = ministry.add_child(name="Training centre")
    return {
        "ministry": ministry,
        "centre": centre,
        "contingent": centre.add_child(name="Contingent"),
        "other": Organisation.add_root(name="Another ministry"),
    }


def test_below_is_an_organisation_with_everything_under_it_and_nothing_beside_it(tree) -> None:
    def below(name: str) -> list[str]:
        return sorted(o.name for o in Organisation.objects.below([tree[name]]))

    assert below("ministry") == ["Contingent", "Ministry", "Training centre"]
    assert below("contingent") == ["Contingent"]
    assert below("other") == ["Another ministry"]
    assert not Organisation.objects.below([]).exists()


def test_memberships_are_found_below_and_by_the_day(tree) -> None:
    person = make_person()
    here = Membership.objects.create(
        person=person,
        organisation=tree["contingent"],
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    assert list(Membership.objects.below([tree["ministry"]])) == [here]
    assert not Membership.objects.below([tree["other"]]).exists()
    for day, runs in ((1, True), (30, True)):
        assert Membership.objects.running(date(2026, 6, day)).exists() is runs
    assert not Membership.objects.running(date(2025, 12, 31)).exists()
    assert not Membership.objects.running(date(2026, 7, 1)).exists()


def test_nobody_has_the_same_role_twice_at_once(tree) -> None:
    person = make_person()
    mine = {"person": person, "organisation": tree["centre"], "role": Role.MANAGER}
    Membership.objects.create(**mine)
    with pytest.raises(IntegrityError, match="one_open_membership_per_role|UNIQUE"):
        Membership.objects.create(**mine)


def test_a_role_reaches_down_the_tree_and_nowhere_else_while_it_runs(tree) -> None:
    person = make_person()
    role = Membership.objects.create(
        person=person, organisation=tree["centre"], role=Role.MANAGER, starts_on=date(2026, 1, 1)
    )
    reached = organisations_for(person.user, Role.MANAGER, Role.REGISTRAR)
    assert {o.name for o in reached} == {"Training centre", "Contingent"}
    assert not organisations_for(person.user, Role.BILLING).exists()
    assert not organisations_for(make_person().user, Role.MANAGER).exists()
    role.ends_on = date(2026, 1, 2)
    role.save()
    assert not organisations_for(person.user, Role.MANAGER).exists()
