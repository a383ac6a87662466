"""A page around the courses that is not translated is shown as it is, and says so."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from courses.models import CourseIndexPage
from home import first_pages
from home.models import HomePage, StandardPage
from home.standard_pages import links
from tests.factories.courses import publish
from tests.factories.translations import language

pytestmark = pytest.mark.django_db

PAGES = ["/", "/courses/", "/privacy/"]


def copy_into_french() -> None:
    """As Wagtail does it when only something below is translated."""
    pages = [HomePage.objects.get(), CourseIndexPage.objects.get()]
    for page in [*pages, StandardPage.objects.get(purpose="privacy")]:
        page.copy_for_translation(language(), alias=True)


def soup_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def language_of(tag) -> str:
    return tag.find_parent(lang=True)["lang"] if not tag.get("lang") else tag["lang"]


@pytest.mark.parametrize("below", PAGES)
@pytest.mark.parametrize("are_copied", [False, True])
def test_it_is_in_english_between_the_words_of_the_site(client, below, are_copied):
    if are_copied:
        copy_into_french()
    soup = soup_of(client, f"/fr{below}")
    assert soup.html["lang"] == "fr"
    assert language_of(soup.h1) == "en"
    [note] = soup.find_all(role="note")
    assert language_of(note) == "fr"
    for lead in soup.select(".lead"):
        assert language_of(lead) == "en"
    ours = soup.select("main .actions a, main form label, footer h2, a[href='/fr/courses/']")
    assert {language_of(tag) for tag in ours} == {"fr"}


def test_our_words_inside_of_its_text_are_in_its_language(client):
    privacy = StandardPage.objects.get(purpose="privacy")
    privacy.body.append(("key_message", "Ask us."))
    publish(privacy)
    copy_into_french()
    page = soup_of(client, "/fr/privacy/").find(class_="prose")
    assert page["lang"] == "en"
    assert page.find(class_="block-label").get_text(strip=True) == "Remember"


@pytest.mark.parametrize("below", PAGES)
def test_a_translated_one_says_nothing_of_it(client, below):
    copy_into_french()
    first_pages.write("fr")
    soup = soup_of(client, f"/fr{below}")
    assert language_of(soup.h1) == "fr"
    assert soup.find(role="note") is None
    assert soup_of(client, f"/en{below}").find(role="note") is None


def test_the_foot_of_a_page_leads_to_what_somebody_wrote():
    copy_into_french()
    with translation.override("fr"):
        privacy = links()["privacy"]
    assert (privacy.url, privacy.language) == ("/en/privacy/", "en")
