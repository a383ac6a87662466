"""Prices are written with the offering, in the form of the admin."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.models import Offering, Price
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def save(client, offering, prices, admission="paid"):
    client.force_login(make_user(group="Course reviewers"))
    data = {
        "course": offering.course_id,
        "title": offering.title,
        "admission": admission,
        "is_open": "on",
        "disclosure": "named",
        "prices": prices,
    }
    return client.post(reverse("offerings:edit", args=[offering.pk]), data)


def test_prices_are_kept_in_whole_units_and_shown_as_written(client):
    offering = make_course(quiz=False).offering
    text = "EUR 1,249.00\nusd 55\n\njpy 8000"
    assert save(client, offering, text).status_code == 302
    kept = dict(Price.objects.values_list("currency", "amount"))
    assert kept == {"EUR": 124900, "USD": 5500, "JPY": 8000}
    assert "EUR 1249.00\nJPY 8000" in client.get(reverse("offerings:edit", args=[offering.pk])).text


def test_what_is_no_longer_written_is_gone(client, offering):
    save(client, offering, "USD 55.00")
    assert [str(price) for price in offering.prices.all()] == ["USD 55.00"]


def test_the_history_of_an_offering_says_who_changed_its_prices(client, offering):
    for _twice in range(2):
        save(client, offering, "EUR 59.00\nUSD 65.00")
    changed = ModelLogEntry.objects.filter(action="courses.set_prices")
    said = "Prices were changed from EUR 49.00 to EUR 59.00, USD 65.00"
    assert [str(entry.message) for entry in changed] == [said]
    assert changed.get().user.groups.get().name == "Course reviewers"
    history = client.get(reverse("offerings:history", args=[offering.pk]))
    assert said in history.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("49.00", "write a currency and an amount, such as EUR 49.00"),
        ("EUR 49.00 each", "write a currency and an amount"),
        ("XXX 49.00", "prices can be in"),
        ("EUR 49.001", "two places at most"),
        ("EUR forty", "two places at most"),
        ("EUR 49,00", "with a point"),
        ("EUR 1,24", "with a point"),
        ("EUR 1.249,00", "with a point"),
        ("EUR 1e3", "with a point"),
        ("EUR 1e999999", "with a point"),
        ("JPY 49,00", "no cents"),
        ("JPY 49.50", "no cents"),
        ("EUR 0.10", "write from EUR 0.50 to"),
        ("EUR 99999999999", "write from EUR 0.50 to"),
        ("EUR -5", "with a point"),
        ("EUR 5\nEUR 6", "has a price already"),
        ("", "needs a price"),
    ],
)
def test_a_wrong_price_is_refused_in_words_and_nothing_changes(client, offering, text, said):
    response = save(client, offering, text)
    assert response.status_code == 200
    assert said in response.text
    assert [str(price) for price in offering.prices.all()] == ["EUR 49.00"]


def test_the_course_page_says_what_it_costs_now(
    client, offering, stripe, django_capture_on_commit_callbacks
):
    page = f"/en/courses/{offering.course.slug}/"
    assert "EUR 49.00" in client.get(page).text
    with django_capture_on_commit_callbacks(execute=True):
        save(client, offering, "EUR 59.00")
    client.logout()
    text = client.get(page).text
    assert "EUR 59.00" in text
    assert f"/pay/{offering.uuid}/" in text


def test_without_keys_the_course_page_says_that_payment_is_not_set_up(client, offering):
    text = client.get(f"/en/courses/{offering.course.slug}/").text
    assert "payment is not set up" in text
    assert f"/pay/{offering.uuid}/" not in text


def test_what_only_organisations_give_says_so(client, offering):
    Offering.objects.filter(pk=offering.pk).update(admission="organisation")
    text = client.get(f"/en/courses/{offering.course.slug}/").text
    assert "Your organisation enrols you" in text
