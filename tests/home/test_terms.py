"""Terms: accepted on signing up, asked for again once when they got a new version."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from home.models import StandardPage, TermsAccepted
from home.privacy.terms import accept
from tests.factories.people import AGREED, PASSWORD, make_person, make_user
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db
NOTICE = "I accept the terms"


def terms() -> StandardPage:
    return StandardPage.objects.get(purpose="terms")


def new_version(day: date) -> None:
    page = terms()
    page.version_on = day
    page.save_revision().publish()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def my_learning(client: Client) -> str:
    return client.get(reverse("home:my_learning")).text


def test_who_has_not_accepted_is_asked_and_after_the_button_no_more():
    person = make_person()
    client = signed_in(person.user)
    assert NOTICE in my_learning(client)
    answer = client.post(reverse("home:accept_terms"), {"back": "/my-data/"})
    assert answer.url == "/my-data/"
    client.post(reverse("home:accept_terms"))
    assert NOTICE not in my_learning(client)
    assert NOTICE not in my_learning(signed_in(person.user))
    assert TermsAccepted.objects.get().version == terms().version_on


def test_a_new_version_is_asked_for_in_the_same_session_and_the_old_one_stays_on_record(
    django_capture_on_commit_callbacks,
):
    person = make_person()
    accept(person=person, version=terms().version_on)
    client = signed_in(person.user)
    assert NOTICE not in my_learning(client)
    with django_capture_on_commit_callbacks(execute=True):
        new_version(date(2027, 5, 1))
    assert NOTICE in my_learning(client)
    client.post(reverse("home:accept_terms"))
    assert [row.version for row in TermsAccepted.objects.all()] == [
        date(2027, 5, 1),
        date(2026, 11, 29),
    ]


def test_a_correction_without_a_new_day_asks_nobody(django_capture_on_commit_callbacks):
    person = make_person()
    accept(person=person, version=terms().version_on)
    client = signed_in(person.user)
    page = terms()
    page.intro = "Corrected."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert NOTICE not in my_learning(client)


def test_being_asked_costs_no_query_on_the_next_page():
    person = make_person()
    client = signed_in(person.user)
    my_learning(client)
    with counted_queries() as asked:
        my_learning(client)
    client.post(reverse("home:accept_terms"))
    my_learning(client)
    with counted_queries() as accepted:
        my_learning(client)
    assert len(asked) == len(accepted)


def test_nobody_is_sent_elsewhere_after_accepting():
    client = signed_in(make_user())
    answer = client.post(reverse("home:accept_terms"), {"back": "https://elsewhere.example/"})
    assert answer.url == reverse("home:my_learning")


@pytest.mark.parametrize("ticks", [True, False])
def test_signing_up_keeps_the_version_that_was_ticked(client, ticks):
    data = {"email": "new@example.org", "password1": PASSWORD}
    if ticks:
        data |= AGREED
    client.post(reverse("account_signup"), data)
    accepted = TermsAccepted.objects.filter(person__user__email="new@example.org")
    assert [row.version for row in accepted] == [terms().version_on] * ticks


def test_without_terms_nobody_is_asked(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        terms().unpublish()
    assert NOTICE not in my_learning(signed_in(make_user()))
