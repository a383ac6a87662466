"""The home page, the catalogue and the pages of text in the other languages of the site."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from wagtail.models import Locale, Page

from courses.models import CourseIndexPage
from home import first_pages
from home.checks import TO_FILL_IN
from home.models import HomePage, StandardPage
from home.standard_pages import Purpose
from tests.factories.translations import language

pytestmark = pytest.mark.django_db

LANGUAGES = ["es", "fr"]
BELOW = ["", "courses/", "privacy/", "terms/", "accessibility/", "contact/", "certificate-help/"]
SAME = {"Contact", "Safe Learning"}  # the same word in both


def said(client, address: str) -> set[str]:
    """The title of a page, its headings, and the names of the pages at its foot."""
    response = client.get(address)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    found = soup.select("title, h1, h2, h3, footer a")
    return {" ".join(tag.get_text().split()) for tag in found if not tag.get("lang")} - SAME


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("below", BELOW)
def test_a_visitor_reads_no_english_title_or_heading(client, language, below):
    first_pages.write(language)
    ours = said(client, f"/en/{below}")
    theirs = said(client, f"/{language}/{below}")
    assert len(theirs) > 3
    assert not {text for text in ours & theirs if text.isascii() and " " in text}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_have_the_same_parts_as_the_english_ones(language):
    assert len(first_pages.write(language)) == 2 + len(Purpose)
    locale = Locale.objects.get(language_code=language)
    for model in (HomePage, StandardPage):
        for page in model.objects.filter(locale=locale):
            source = page.get_translation(Locale.get_default())
            page.full_clean()
            assert [block.block_type for block in page.body] == [
                block.block_type for block in source.body
            ], page.title
            gaps = sum(str(page.body).count(gap) for gap in TO_FILL_IN)
            assert gaps == str(source.body).count(TO_FILL_IN[0])
            assert str(page.body).count("/worried/") == str(source.body).count("/worried/")


def test_again_it_writes_nothing():
    call_command("write_pages", verbosity=0)
    count = Page.objects.count()
    assert first_pages.write("fr") == []
    assert Page.objects.count() == count


def test_it_takes_the_place_of_a_copy_in_english_that_a_course_left():
    french = Locale.objects.create(language_code="fr")
    catalogue = CourseIndexPage.objects.get()
    HomePage.objects.get().copy_for_translation(french, alias=True)
    catalogue.copy_for_translation(french, alias=True)
    first_pages.write("fr")
    assert CourseIndexPage.objects.get(locale=french).title == "Cours"
    assert not Page.objects.filter(locale=french, alias_of__isnull=False).exists()


@pytest.mark.parametrize("is_copied", [True, False])
def test_nothing_of_what_search_engines_are_told_stays_in_english(client, is_copied):
    words = {"seo_title": "Train to protect", "search_description": "Learn to protect children."}
    HomePage.objects.update(**words)  # as a migration may: without a revision
    if is_copied:
        HomePage.objects.get().copy_for_translation(language(), alias=True)
    first_pages.write("fr")
    page = HomePage.objects.get(locale=language())
    assert (page.seo_title, page.search_description) == ("", "")
    head = BeautifulSoup(client.get("/fr/").content, "html.parser").head
    assert head.find("meta", {"name": "description"})["content"] == page.intro


def test_it_leaves_alone_what_somebody_wrote():
    HomePage.objects.get().save_revision().publish()
    french = Locale.objects.create(language_code="fr")
    own = CourseIndexPage.objects.get().copy_for_translation(french, copy_parents=True)
    own.title = "Nos cours"
    own.save_revision().publish()
    titles = {page.title for page in first_pages.write("fr")}
    assert "Cours" not in titles
    assert "Des formations qui protègent les enfants" not in titles
