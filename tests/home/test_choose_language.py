"""A language is chosen at the foot of any page, and stays."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from courses.models import Person
from home.models import HomePage
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/language/"


def choose(client: Client, language: str, came_from: str = ""):
    headers = {"Referer": came_from} if came_from else {}
    return client.post(ADDRESS, {"language": language}, headers=headers)


@pytest.mark.parametrize("here", dict(settings.LANGUAGES))
def test_every_page_offers_each_language_in_its_own_name(client, here):
    choose(client, here)
    for address in ("/en/", reverse("home:worried"), reverse("account_login")):
        text = client.get(address).text
        assert all(f">{name}</button>" in text for _code, name in settings.LANGUAGES)


def test_the_page_comes_back_in_the_language_and_the_next_one_too(client):
    answer = choose(client, "fr", "http://testserver/worried/?from=here")
    assert answer.url == "/worried/?from=here"
    assert '<html lang="fr"' in client.get(answer.url).text
    assert '<html lang="fr"' in client.get(reverse("account_login")).text


def test_a_page_that_is_translated_is_shown_translated(client):
    home = HomePage.objects.get()
    french, _made = Locale.objects.get_or_create(language_code="fr")
    home.copy_for_translation(french).get_latest_revision().publish()
    assert choose(client, "fr", "http://testserver/en/").url == "/fr/"


def test_a_page_that_is_not_translated_stays_and_says_so(client):
    answer = choose(client, "fr", "http://testserver/en/privacy-notice/")
    assert answer.url == "/en/privacy-notice/"
    assert "alert" not in client.get(answer.url).text
    assert "fr" in client.cookies[settings.LANGUAGE_COOKIE_NAME].value


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "https://elsewhere.example/",
        "http://testserver/none",
        "http://testserver//elsewhere.example/worried/",
    ],
)
def test_whoever_comes_from_nowhere_of_ours_begins_at_the_first_page(client, came_from):
    assert choose(client, "es", came_from).url == "/"


def test_it_is_kept_for_letters_and_of_nobody_else(client):
    mine, other = make_person("mine"), make_person("other")
    without_account = Person.objects.create(given_name="Awa", family_name="Sy")
    choose(client, "es")
    client.force_login(mine.user)
    choose(client, "fr")
    people = (mine, other, without_account)
    for person in people:
        person.refresh_from_db()
    assert [person.language for person in people] == ["fr", "", ""]


def test_a_language_that_the_site_has_not_is_refused_in_words(client):
    answer = choose(client, "xx")
    assert (answer.status_code, answer.text) == (400, "The site is not there in this language.")
