"""The pages of text that every site needs: there from the start, and at the foot of every page."""

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from home.standard_pages import Purpose, links, terms_version
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


def test_each_is_there_with_a_text_that_says_what_the_operator_fills_in():
    pages = {page.purpose: page for page in StandardPage.objects.live()}
    assert set(pages) == set(Purpose.values)
    for page in pages.values():
        assert "[to fill in by the operator:" in str(page.body)


@pytest.mark.parametrize("purpose", Purpose.values)
def test_each_answers_and_is_linked_from_the_foot_of_every_page(client, purpose):
    link = links()[purpose]
    assert client.get(link.url).status_code == 200
    for address in ("/en/", reverse("home:worried"), reverse("account_signup"), "/offline/"):
        assert f'href="{link.url}"' in client.get(address).text


def test_a_page_that_is_taken_away_is_linked_no_more(client, django_capture_on_commit_callbacks):
    links()
    with django_capture_on_commit_callbacks(execute=True):
        StandardPage.objects.get(purpose="contact").unpublish()
    assert "contact" not in links()
    assert "/contact/" not in client.get(reverse("home:worried")).text


def test_the_links_cost_no_query_when_they_are_known():
    links()
    with counted_queries() as queries:
        links()
    assert queries == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"purpose": "terms", "version_on": ""}, "Say from which day these terms hold."),
        ({"purpose": "contact"}, "There is a page for this already."),
    ],
)
def test_terms_need_a_day_and_a_purpose_has_one_page(data, said):
    page = StandardPage.objects.get(purpose="terms")
    form_class = StandardPage.get_edit_handler().get_form_class()
    base = {"title": page.title, "slug": page.slug, "body-count": "0", "comments-TOTAL_FORMS": 0}
    form = form_class(base | {"comments-INITIAL_FORMS": 0} | data, instance=page, for_user=None)
    assert not form.is_valid()
    assert said in str(form.errors)


def test_a_copy_of_a_page_does_not_take_its_place():
    page = StandardPage.objects.get(purpose="terms")
    url = links()["terms"].url
    page.copy(update_attrs={"slug": "copied", "title": "Copied"})
    cache.clear()
    assert links()["terms"].url == url


def test_the_terms_say_their_version(client):
    assert "Version of 29 November 2026" in client.get(links()["terms"].url).text


def test_a_page_outside_of_the_site_is_linked_nowhere_and_its_terms_bind_nobody(
    django_capture_on_commit_callbacks,
):
    assert terms_version()
    second = Page.get_first_root_node().add_child(instance=HomePage(title="Ours", slug="ours"))
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get(is_default_site=True)
        site.root_page = second
        site.save()
    assert links() == {}
    assert terms_version() is None
    second.add_child(instance=StandardPage(title="Reach us", slug="us", purpose="contact"))
    cache.clear()
    assert links()["contact"].url == "/en/us/"


def warned_of() -> set[tuple[str, str]]:
    tags, databases = ["database"], ["default"]
    found = run_checks(tags=tags, include_deployment_checks=True, databases=databases)
    return {(one.id, one.obj) for one in found if one.id.startswith("home.")}


def test_the_check_before_a_start_names_public_texts_with_gaps_until_they_are_filled_in():
    pages = StandardPage.objects.all()
    assert warned_of() == {("home.W001", page.slug) for page in pages}
    for page in pages:
        page.body = [("rich_text", "<p>Filled in.</p>")]
        page.save_revision().publish()
    assert warned_of() == set()


def test_the_check_before_a_start_says_where_terms_or_privacy_are_no_public_page():
    StandardPage.objects.update(live=False)
    assert warned_of() == {("home.W002", "privacy"), ("home.W002", "terms")}
