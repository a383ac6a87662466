"""Anybody verifies a certificate: as a page, as data, and for any input."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certificates import services
from certificates.claims import grouped, new_code
from certificates.models import Certificate
from certificates.states import Reason
from certificates.verification import as_data, verdict_on
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db
COMPARED = (
    "Child protection, online part",
    "Child protection",
    "1 hour 30 minutes",
    "You can say who is a child.",
    "1.1 Define child",
    "This is not a UN, KCS or government document.",
    "Safe Learning (demonstration issuer)",
)


def page(client, certificate: Certificate, **data):
    url = reverse("certificates:verify", args=[certificate.code])
    return client.post(url, data) if data else client.get(url)


def data_of(client, code: str, **query):
    return client.get(reverse("certificates:verify_json", args=[code]), query)


def let_expire(certificate: Certificate) -> None:
    """Over in every time zone: it began on the learner's day, which may be tomorrow here."""
    certificate.valid_until = certificate.valid_from - timedelta(days=2)
    certificate.save()


def end(certificate: Certificate, how: str) -> None:
    by = make_user()
    if how == "revoked":
        services.revoke(certificate=certificate, by=by, reason=Reason.WITHDRAWN, note="secret")
    if how == "replaced":
        services.replace(
            certificate=certificate,
            by=by,
            reason=Reason.REISSUED,
            note="secret",
            given_name=certificate.claims["given_name"],
            family_name=certificate.claims["family_name"],
        )
    if how == "expired":
        let_expire(certificate)


# --- the five answers -------------------------------------------------------------------------


def test_a_valid_certificate_shows_everything_to_compare(client) -> None:
    certificate = make_certificate(given="Zoë", family="Diallo")
    response = page(client, certificate)
    text = response.content.decode()
    assert response.status_code == 200
    assert "This certificate is valid." in text
    for said in (*COMPARED, "Zoë Diallo", certificate.number):
        assert said in text


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("expired", "This certificate has expired."),
        ("revoked", "This certificate was revoked and is not valid."),
        ("replaced", "This certificate was replaced and is no longer valid."),
    ],
)
def test_what_no_longer_holds_says_so_and_can_still_be_compared(client, how, sentence) -> None:
    certificate = make_certificate(given="Zoë")
    end(certificate, how)
    text = page(client, certificate).content.decode()
    assert sentence in text
    assert "This certificate is valid." not in text
    assert "Zoë Diallo" in text
    assert "secret" not in text
    answer = data_of(client, certificate.code).json()
    assert answer["status"] == how
    assert "secret" not in str(answer)


def test_a_revoked_certificate_gives_its_reason_and_day(client) -> None:
    certificate = make_certificate()
    end(certificate, "revoked")
    assert "The issuer withdrew it." in page(client, certificate).content.decode()
    answer = data_of(client, certificate.code).json()
    assert answer["reason"] == "withdrawn"
    assert answer["ended_at"].startswith("20")


def test_the_new_code_of_a_replaced_certificate_is_not_given_away(client) -> None:
    certificate = make_certificate()
    end(certificate, "replaced")
    new = Certificate.objects.get(supersedes=certificate)
    for response in (page(client, certificate), data_of(client, certificate.code)):
        assert new.code not in response.content.decode()
        assert new.number not in response.content.decode()


def test_an_unknown_code_says_what_to_check(client) -> None:
    response = client.get(reverse("certificates:verify", args=[new_code()]))
    assert response.status_code == 404
    assert "compare each of them with the paper" in response.content.decode()
    answer = data_of(client, new_code())
    assert answer.status_code == 404
    assert answer.json()["status"] == "unknown"
    assert "Compare all 12 characters" in answer.json()["detail"]


def test_what_is_being_prepared_was_not_issued_yet(client) -> None:
    certificate = certificate_of(make_completion())
    assert page(client, certificate).status_code == 404
    assert data_of(client, certificate.code).json() == {
        "status": "unknown",
        "detail": "No certificate has this code. Compare all 12 characters with the paper.",
    }


def test_a_code_is_found_however_it_is_typed(client) -> None:
    certificate = make_certificate()
    for typed in (grouped(certificate.code).lower(), f" {certificate.code} "):
        assert data_of(client, typed).json()["number"] == certificate.number


@given(typed=st.text(max_size=60))
@example(typed="\x00")
@example(typed="../admin")
@example(typed="a/b.json")
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_input_has_an_answer(client, settings, typed: str) -> None:
    settings.VERIFY_REQUESTS_PER_MINUTE = 10_000
    assert as_data(verdict_on(typed, typed)) == {"status": "unknown"}
    assert client.get("/verify/", {"code": typed}).status_code in (200, 302)
    if typed:
        path = f"/verify/{quote(typed, safe='')}"
        assert client.get(f"{path}/").status_code == 404
        assert client.get(f"{path}.json").status_code == 404


def test_the_number_does_not_verify_since_it_is_public(client) -> None:
    certificate = make_certificate()
    assert data_of(client, certificate.number).status_code == 404


# --- find -------------------------------------------------------------------------------------


def test_the_typed_code_leads_to_the_verify_page(client) -> None:
    certificate = make_certificate()
    response = client.get("/verify/", {"code": grouped(certificate.code).lower()})
    assert response.status_code == 302
    assert response.url == f"/verify/{certificate.code}/"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("2026-7K3QF-9XW2M", "This is the certificate number."),
        ("7K3Q", "This is not a code"),
        ("", "Type the code"),
    ],
)
def test_what_is_no_code_gets_a_hint(client, typed: str, hint: str) -> None:
    response = client.get("/verify/", {"code": typed})
    assert hint in response.content.decode()


def test_the_form_is_there_without_an_error(client) -> None:
    text = client.get("/verify/").content.decode()
    assert "Verify a certificate" in text
    assert "notice-error" not in text


# --- protected --------------------------------------------------------------------------------


def test_a_protected_name_shows_to_who_types_the_family_name(client) -> None:
    certificate = make_certificate(disclosure="protected", given="Xaviera", family="Al-Amīn")
    assert "Xaviera" not in page(client, certificate).content.decode()
    assert "Xaviera" in page(client, certificate, family_name="al amin").content.decode()


def test_a_wrong_family_name_is_told_kindly_and_shows_nothing(client) -> None:
    certificate = make_certificate(disclosure="protected", given="Xaviera", family="Diallo")
    for typed in ("Diall", "", " "):
        text = page(client, certificate, family_name=typed).content.decode()
        assert "Xaviera" not in text
        assert "This certificate is valid." in text
    text = page(client, certificate, family_name="Diall").content.decode()
    assert "This is not the family name on this certificate." in text


def test_protected_data_never_carries_the_name_unasked(client) -> None:
    certificate = make_certificate(disclosure="protected", given="Xaviera", family="Diallo")
    url = reverse("certificates:verify_json", args=[certificate.code])
    for response in (client.get(url), client.get(url, {"family_name": "Diall"})):
        assert response.json()["holder"] is None
        assert response.json()["protected"] is True
        assert "Xaviera" not in response.content.decode()
        assert "Diallo" not in response.content.decode()
    for response in (
        client.post(url, {"family_name": "DIALLO"}),
        client.get(url, {"family_name": "diallo"}),
    ):
        assert response.json()["holder"] == {"given_name": "Xaviera", "family_name": "Diallo"}


def test_a_program_needs_no_csrf_token_and_a_form_does(client) -> None:
    certificate = make_certificate(disclosure="protected")
    client.handler.enforce_csrf_checks = True
    url = reverse("certificates:verify_json", args=[certificate.code])
    assert client.post(url, {"family_name": "Diallo"}).json()["holder"] is not None
    assert page(client, certificate, family_name="Diallo").status_code == 403


def test_an_emptied_certificate_still_verifies_without_a_name(client) -> None:
    certificate = make_certificate(given="Xaviera")
    services.redact(person=certificate.holder, by=None)
    text = page(client, certificate).content.decode()
    assert "This certificate is valid." in text
    assert "The name was removed" in text
    answer = client.post(
        reverse("certificates:verify_json", args=[certificate.code]), {"family_name": ""}
    ).json()
    assert (answer["status"], answer["holder"]) == ("valid", None)


# --- how it is served -------------------------------------------------------------------------


def test_nobody_keeps_or_lists_an_answer(client) -> None:
    certificate = make_certificate()
    for response in (page(client, certificate), data_of(client, certificate.code)):
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]


def test_search_engines_find_the_form_but_nothing_that_was_typed(client) -> None:
    address = reverse("certificates:find")
    assert "X-Robots-Tag" not in client.get(address).headers
    assert "noindex" not in client.get(address).content.decode()
    assert "noindex" in client.get(address, {"code": "abc"}).headers["X-Robots-Tag"]


def test_verifying_takes_few_queries(client, django_assert_max_num_queries) -> None:
    valid, revoked = make_certificate(), make_certificate()
    end(revoked, "revoked")
    for certificate, most in ((valid, 2), (revoked, 3)):
        page(client, certificate)
        with django_assert_max_num_queries(most):
            page(client, certificate)
        with django_assert_max_num_queries(most):
            data_of(client, certificate.code)
    client.force_login(make_user())
    with django_assert_max_num_queries(4):
        page(client, valid)


def test_too_many_requests_from_one_address_are_refused_clearly(client, settings) -> None:
    settings.VERIFY_REQUESTS_PER_MINUTE = 3
    certificate = make_certificate()
    codes = [page(client, certificate).status_code for _ in range(3)]
    assert codes == [200, 200, 200]
    refused, data = page(client, certificate), data_of(client, certificate.code)
    assert (refused.status_code, data.status_code) == (429, 429)
    assert refused.headers["Retry-After"] == "60"
    assert "Wait one minute" in refused.content.decode()
    assert data.json()["status"] == "too_many_requests"
    url = reverse("certificates:verify", args=[certificate.code])
    assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_sixty_a_minute_are_allowed_unless_set_otherwise(client, settings) -> None:
    statuses = [data_of(client, "x").status_code for _ in range(61)]
    assert statuses[:60] == [404] * 60
    assert statuses[60] in (404, 429)  # 404 if the minute turned over meanwhile
