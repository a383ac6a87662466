"""A language is chosen at the foot of any page, and stays."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import Page

from courses.models import CourseIndexPage, Person
from home.models import HomePage, StandardPage
from tests.factories.courses import make_course
from tests.factories.people import make_person
from tests.factories.translations import translate_page

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


@pytest.fixture
def french_home() -> Page:
    return translate_page(HomePage.objects.get())


def test_a_page_that_is_translated_is_shown_translated(client, french_home):
    assert choose(client, "fr", "http://testserver/en/").url == "/fr/"
    assert choose(client, "en", "http://testserver/fr/").url == "/en/"


def test_a_translation_is_found_under_its_own_address(client, french_home):
    translate_page(StandardPage.objects.get(purpose="privacy"), slug="confidentialite")
    answer = choose(client, "fr", "http://testserver/en/privacy/?from=here")
    assert answer.url == "/fr/confidentialite/?from=here"
    assert client.get(answer.url).status_code == 200
    assert choose(client, "en", "http://testserver/fr/confidentialite/").url == "/en/privacy/"


def test_a_page_that_is_not_translated_stays_and_says_so(client, french_home):
    answer = choose(client, "fr", "http://testserver/en/privacy/")
    assert answer.url == "/en/privacy/"
    with translation.override("fr"):
        said = gettext("This page is not there in this language yet.")
    assert said.startswith("Cette page")
    assert escape(said) in client.get(answer.url).text
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_a_course_that_is_not_translated_is_shown_among_those_that_are(client, french_home):
    translate_page(CourseIndexPage.objects.get())
    course = make_course()
    here = {code: f"/{code}/courses/{course.slug}/" for code in ("en", "fr", "es")}
    for ours, theirs in (("en", "fr"), ("fr", "es"), ("es", "en")):
        assert choose(client, theirs, f"http://testserver{here[ours]}").url == here[theirs]
        assert course.page.title in client.get(here[theirs]).text


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "https://elsewhere.example/",
        "http://testserver/none",
        "http://testserver/en/none/",
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
