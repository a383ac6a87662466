"""Whom the page “Worried about someone?” names, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.people import placing
from courses.people.organisations import Role
from home.models import FocalPoint, Helpline
from tests.factories.organisations import make_member, make_tree
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = reverse("home:worried")


def checked_days_ago(days: int) -> dict:
    return {"checked_on": timezone.localdate() - timedelta(days=days)}


def shown(client) -> str:
    return client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (365, True), (366, False)])
def test_a_helpline_hides_when_nobody_has_checked_it_for_a_year(client, days, is_shown) -> None:
    Helpline.objects.update(**checked_days_ago(days))
    assert ("tel:116" in shown(client)) == is_shown


def test_the_way_to_find_another_helpline_is_always_there(client) -> None:
    Helpline.objects.all().delete()
    assert "For another country" in shown(client)


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (366, False)])
def test_the_focal_point_hides_in_the_same_way(client, days, is_shown) -> None:
    FocalPoint.objects.update(
        role="Focal point of the centre", phone="+254 20 000", **checked_days_ago(days)
    )
    page = shown(client)
    assert ("Focal point of the centre" in page) == is_shown
    assert ("tel:+25420000" in page) == is_shown


@pytest.mark.parametrize("missing", ["role", "phone", "checked_on"])
def test_a_focal_point_that_cannot_be_reached_is_not_shown(client, missing) -> None:
    full = {"role": "Focal point", "phone": "+254 20 000", **checked_days_ago(1)}
    FocalPoint.objects.update(**{**full, missing: None if missing == "checked_on" else ""})
    assert "Your own focal point" not in shown(client)


# --- the focal points of one's own organisation ------------------------------------------------


@pytest.mark.parametrize(("days", "is_shown"), [(0, True), (365, True), (366, False)])
def test_members_see_the_focal_point_of_what_they_belong_to_for_a_year(client, days, is_shown):
    tree = make_tree()
    role = placing.give_role(
        person=make_person(given="Joseph", family="Otieno"),
        organisation=tree.ministry,
        role=Role.FOCAL_POINT,
        contact="Room 7, every morning",
    )
    role.contact_checked_on = timezone.localdate() - timedelta(days=days)
    role.save()
    client.force_login(make_member(tree.north).person.user)
    assert ("Room 7, every morning" in shown(client)) == is_shown


def test_nobody_else_sees_it(client):
    tree = make_tree()
    placing.give_role(
        person=make_person(), organisation=tree.north, role=Role.FOCAL_POINT, contact="Room 7"
    )
    assert "Room 7" not in shown(client)
    for place in (tree.south, tree.ministry, tree.elsewhere):
        client.force_login(make_member(place).person.user)
        assert "Room 7" not in shown(client)
