"""Registrars look certificates up, revoke and replace them in the Wagtail admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from certificates.models import Certificate
from certificates.states import State
from lms.users.models import User
from tests.factories.people import make_user

from .builders import make_certificate

pytestmark = pytest.mark.django_db
REVOCATION = {"reason": "withdrawn", "note": "Asked for by the ministry"}
REPLACEMENT = {
    "given_name": "Amara",
    "family_name": "Diallo",
    "reason": "corrected",
    "note": "Misspelt",
}


def admin(name: str, *args) -> str:
    return reverse(f"certificates_registrar:{name}", args=args)


@pytest.fixture
def registrar(client) -> User:
    user = make_user("registrar", group="Certificate registrars")
    client.force_login(user)
    return user


def test_the_list_shows_number_holder_and_state(client, registrar) -> None:
    certificate = make_certificate(given="Zoë", family="Diallo")
    text = client.get(admin("index")).content.decode()
    for shown in (certificate.number, "Zoë Diallo", "Valid"):
        assert shown in text
    assert certificate.code not in text


@pytest.mark.parametrize("words", ["amara", "Diallo", "Amara Diallo", "diallo ama"])
def test_a_holder_is_found_by_name(client, registrar, words: str) -> None:
    wanted, other = make_certificate(), make_certificate(given="Noor", family="Haddad")
    text = client.get(admin("index_results"), {"q": words}).content.decode()
    assert wanted.number in text
    assert other.number not in text


def test_a_search_of_three_thousand_words_is_answered(client, registrar) -> None:
    make_certificate()
    assert client.get(admin("index_results"), {"q": "diallo " * 3000}).status_code == 200


def test_a_certificate_is_found_by_its_number(client, registrar) -> None:
    wanted, other = make_certificate(), make_certificate()
    text = client.get(admin("index_results"), {"q": wanted.number.lower()}).content.decode()
    assert wanted.number in text
    assert other.number not in text


def test_the_list_does_not_ask_more_for_more_rows(client, registrar) -> None:
    make_certificate()
    few = count_queries(client)
    for _ in range(4):
        make_certificate()
    assert count_queries(client) == few


def count_queries(client) -> int:
    client.get(admin("index"))
    with CaptureQueriesContext(connection) as queries:
        client.get(admin("index"))
    return len(queries)


def test_the_menu_leads_a_registrar_there(client, registrar) -> None:
    assert admin("index") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_registrar_revokes_with_a_reason(client, registrar) -> None:
    certificate = make_certificate()
    inspect = admin("inspect", certificate.pk)
    assert admin("revoke", certificate.pk) in client.get(inspect).content.decode()
    assert "stays revoked" in client.get(admin("revoke", certificate.pk)).content.decode()
    response = client.post(admin("revoke", certificate.pk), REVOCATION, follow=True)
    assert response.redirect_chain == [(inspect, 302)]
    text = response.content.decode()
    for shown in ("Revoked", "The issuer withdrew it.", "Asked for by the ministry", "registrar"):
        assert shown in text
    assert admin("revoke", certificate.pk) not in text
    assert Certificate.objects.get().events.get(kind="revoked").by == registrar


def test_a_registrar_replaces_with_the_right_name(client, registrar) -> None:
    old = make_certificate(given="Amra", family="Dialo")
    form = client.get(admin("replace", old.pk)).content.decode()
    assert 'value="Amra"' in form
    response = client.post(admin("replace", old.pk), REPLACEMENT, follow=True)
    new = Certificate.objects.get(supersedes=old)
    assert response.redirect_chain == [(admin("inspect", new.pk), 302)]
    assert new.holder_name == "Amara Diallo"
    assert old.number in response.content.decode()
    assert new.number in client.get(admin("inspect", old.pk)).content.decode()


@pytest.mark.parametrize("missing", list(REVOCATION))
def test_nothing_happens_without_reason_and_note(client, registrar, missing: str) -> None:
    certificate = make_certificate()
    response = client.post(admin("revoke", certificate.pk), {**REVOCATION, missing: ""})
    assert response.status_code == 200
    assert Certificate.objects.get().state == State.VALID


def test_a_reason_for_replacing_is_none_for_revoking(client, registrar) -> None:
    certificate = make_certificate()
    client.post(admin("revoke", certificate.pk), {**REVOCATION, "reason": "corrected"})
    assert Certificate.objects.get().state == State.VALID


def test_a_name_that_cannot_be_printed_is_refused_with_the_character(client, registrar) -> None:
    certificate = make_certificate()
    response = client.post(
        admin("replace", certificate.pk), {**REPLACEMENT, "family_name": "Diallo王"}
    )
    assert "王" in response.content.decode()
    assert Certificate.objects.count() == 1


def test_what_was_ended_meanwhile_is_left_alone(client, registrar) -> None:
    certificate = make_certificate()
    client.post(admin("revoke", certificate.pk), REVOCATION)
    response = client.post(admin("replace", certificate.pk), REPLACEMENT, follow=True)
    assert "has already been ended" in response.content.decode()
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("group", ["", "Course authors", "Course reviewers", "Facilitators"])
def test_nobody_else_gets_in(client, group: str) -> None:
    certificate = make_certificate()
    client.force_login(make_user(group=group))
    for url in (admin("index"), admin("inspect", certificate.pk)):
        assert client.get(url).status_code == 302
    for name, data in (("revoke", REVOCATION), ("replace", REPLACEMENT)):
        assert client.post(admin(name, certificate.pk), data).status_code == 302
    assert Certificate.objects.get().state == State.VALID


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy"])
def test_there_is_no_way_to_add_edit_or_delete(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        admin(name)
    with pytest.raises(NoReverseMatch):
        admin(name, 1)
