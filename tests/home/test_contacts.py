"""Whom the page “Worried about someone?” names, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.models import FocalPoint, Helpline

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
