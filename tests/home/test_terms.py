"""Terms: accepted on signing up, asked for again once when they got a new version."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from courses.models import Person
from courses.people.merging import merge
from home import standard_pages
from home.models import StandardPage, TermsAccepted
from home.privacy.terms import accept
from lms.settings import openid
from tests.courses.rosters.holding import PIN, make_holder
from tests.courses.rosters.lists import make_tree
from tests.courses.rosters.test_claim import FORM
from tests.factories.people import AGREED, PASSWORD, make_person, make_user
from tests.lms.test_openid import AMARA, EMAIL, SIGN_UP, go, known_as
from tests.openid_provider import running_provider
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
    accepted = {"version": terms().version_on.isoformat(), "back": "/my-data/"}
    answer = client.post(reverse("home:accept_terms"), accepted)
    assert answer.url == "/my-data/"
    client.post(reverse("home:accept_terms"), accepted)
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
    client.post(reverse("home:accept_terms"), {"version": "2027-05-01"})
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
    client.post(reverse("home:accept_terms"), {"version": terms().version_on.isoformat()})
    assert TermsAccepted.objects.exists()
    my_learning(client)
    with counted_queries() as accepted:
        my_learning(client)
    assert len(asked) == len(accepted)


def test_being_asked_writes_nothing_into_the_session():
    client = signed_in(make_person().user)
    session = client.session
    del session["terms_accepted"]  # as of somebody who signed in before an update
    session.save()
    assert NOTICE in my_learning(client)
    assert "terms_accepted" not in client.session


def test_a_version_that_was_published_after_the_notice_is_not_accepted_by_its_button():
    client = signed_in(make_person().user)
    before = terms().version_on
    new_version(date(2027, 5, 1))
    cache.clear()
    answer = client.post(reverse("home:accept_terms"), {"version": before.isoformat()}, follow=True)
    assert "The terms have changed since. Please read them again." in answer.text
    assert not TermsAccepted.objects.exists()
    assert NOTICE in my_learning(client)


@pytest.mark.parametrize("version", ["", "x", "2027-13-01", "\x00"])
def test_a_made_up_version_is_accepted_by_nobody(version):
    client = signed_in(make_person().user)
    assert client.post(reverse("home:accept_terms"), {"version": version}).status_code == 302
    assert not TermsAccepted.objects.exists()


def test_the_notice_posts_the_version_that_it_shows():
    page = my_learning(signed_in(make_person().user))
    assert f'name="version" value="{terms().version_on.isoformat()}"' in page


def test_both_records_of_one_person_that_accepted_the_same_have_accepted_once():
    pair = [make_person(), Person.objects.create()]
    for person in pair:
        accept(person=person, version=date(2026, 11, 29))
    accept(person=pair[1], version=date(2027, 5, 1))
    merge(kept=pair[0], merged=pair[1], by=None, reason="Two lists.", counts={})
    rows = TermsAccepted.objects.filter(person=pair[0])
    assert [row.version for row in rows] == [date(2027, 5, 1), date(2026, 11, 29)]
    assert TermsAccepted.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsAccepted.objects.create(person=pair[0], version=date(2027, 5, 1))


def test_nobody_is_sent_elsewhere_after_accepting():
    client = signed_in(make_user())
    answer = client.post(reverse("home:accept_terms"), {"back": "https://elsewhere.example/"})
    assert answer.url == reverse("home:my_learning")


@pytest.mark.parametrize("ticks", [True, False])
def test_signing_up_keeps_the_version_that_was_ticked(client, ticks):
    data = {"email": "new@example.org", "password1": PASSWORD} | AGREED
    if not ticks:
        del data["accepts_terms"]
    client.post(reverse("account_signup"), data)
    accepted = TermsAccepted.objects.filter(person__user__email="new@example.org")
    assert [row.version for row in accepted] == [terms().version_on] * ticks


def shown_in(page) -> str:
    """The version that a form would post."""
    [version] = re.findall(r'name="terms_version" value="([^"]*)"', page.text)
    return version


def new(**changes: str) -> dict[str, str]:
    return {"email": "new@example.org", "password1": PASSWORD} | AGREED | changes


def test_who_signs_up_while_the_terms_change_is_told_and_shown_the_new_ones(
    client, django_capture_on_commit_callbacks
):
    version = shown_in(client.get(reverse("account_signup")))
    with django_capture_on_commit_callbacks(execute=True):
        new_version(date(2027, 5, 1))
    page = client.post(reverse("account_signup"), new(terms_version=version))
    assert "not the terms that this page showed before" in page.text
    assert "1 May 2027" in page.text
    assert not re.search('name="accepts_terms"[^>]* checked', page.text)
    assert not TermsAccepted.objects.exists()
    client.post(reverse("account_signup"), new(terms_version=shown_in(page)))
    assert TermsAccepted.objects.get().version == date(2027, 5, 1)


@pytest.mark.parametrize("version", ["", "x", "2027-13-01", "2020-01-01"])
def test_nobody_signs_up_with_a_version_that_was_not_shown(client, version):
    assert client.post(reverse("account_signup"), new(terms_version=version)).status_code == 200
    assert not TermsAccepted.objects.exists()


def test_what_was_shown_is_kept_where_another_version_holds_a_moment_later(client, monkeypatch):
    """Published between the check of the form and the end of signing up."""
    shown = shown_in(client.get(reverse("account_signup")))
    monkeypatch.setattr("home.privacy.terms.terms_version", lambda: date(2027, 5, 1))
    client.post(reverse("account_signup"), new(terms_version=shown))
    assert TermsAccepted.objects.get().version == date.fromisoformat(shown)


def test_where_the_terms_went_meanwhile_nothing_is_accepted(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        terms().unpublish()
    assert client.post(reverse("account_signup"), new()).status_code == 302
    assert not TermsAccepted.objects.exists()


@pytest.fixture
def claiming(client) -> Client:
    """A card was typed; what is left is the form that makes the account."""
    card = make_holder(make_tree()[0])
    client.post("/claim/", {"code": card.shown_code, "pin": PIN})
    return client


def test_making_an_account_with_a_card_keeps_the_version_that_was_ticked(claiming):
    assert claiming.post("/claim/account/", FORM).url == reverse("home:my_learning")
    accepted = TermsAccepted.objects.get(person__user__username="blue-heron-7")
    assert accepted.version == terms().version_on
    assert NOTICE not in my_learning(claiming)


def test_who_claims_a_card_while_the_terms_change_is_told_and_keeps_the_card(
    claiming, django_capture_on_commit_callbacks
):
    assert shown_in(claiming.get("/claim/account/")) == "2026-11-29"
    with django_capture_on_commit_callbacks(execute=True):
        new_version(date(2027, 5, 1))
    page = claiming.post("/claim/account/", FORM)
    assert "not the terms that this page showed before" in page.text
    claiming.post("/claim/account/", FORM | {"terms_version": shown_in(page)})
    assert TermsAccepted.objects.get().version == date(2027, 5, 1)


def test_signing_up_from_another_organisation_keeps_the_version(client, settings):
    with running_provider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = openid.settings_for([known_as(provider.url)])
        provider.person = AMARA
        assert address_of_terms() in go(client).text
        client.post(SIGN_UP, AGREED)
    accepted = TermsAccepted.objects.get(person__user__email=EMAIL)
    assert accepted.version == terms().version_on


def address_of_terms() -> str:
    return f'href="{standard_pages.links()["terms"].url}"'


def test_each_form_that_makes_an_account_leads_to_the_terms_while_they_are_published(
    claiming, django_capture_on_commit_callbacks
):
    forms = (reverse("account_signup"), reverse("rosters:account"))
    terms_address = address_of_terms()
    visitor = Client()
    visitors = dict(zip(forms, (visitor, claiming), strict=True))
    for form, who in visitors.items():
        main = who.get(form).text.split("<main")[1].split("</main")[0]
        assert terms_address in main, form
    assert visitor.get(standard_pages.links()["terms"].url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        terms().unpublish()
    for form, who in visitors.items():
        page = who.get(form)
        assert page.status_code == 200
        assert terms_address not in page.text


def test_without_terms_nobody_is_asked(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        terms().unpublish()
    assert NOTICE not in my_learning(signed_in(make_user()))
