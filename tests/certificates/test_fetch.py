"""Whoever holds the code fetches the files; a protected certificate opens by the family name."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.urls import reverse

from certificates import services
from certificates.credentials.baking import from_png, from_svg
from certificates.handing_out import MINUTES, SALT, key_for
from certificates.models import Certificate, PdfHash
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion
from .test_verify import end, let_expire, page

pytestmark = pytest.mark.django_db
NAMES = ("credential", "badge_png", "badge_svg", "verified_pdf")
LINK = re.compile(r'href="(/verify/\w+/[\w.]+(?:\?key=[^"]+)?)"')


def fetch(client, certificate: Certificate, name: str, **query):
    return client.get(reverse(f"certificates:{name}", args=[certificate.code]), query)


def statuses(client, certificate: Certificate, **query) -> list[int]:
    return [fetch(client, certificate, name, **query).status_code for name in NAMES]


def links(response) -> list[str]:
    return LINK.findall(response.content.decode())


def test_the_files_hold_the_exact_signed_text(client) -> None:
    certificate = make_certificate(given="Zoë")
    data, png, svg, pdf = (fetch(client, certificate, name) for name in NAMES)
    signed = certificate.credential.encode()
    assert data.content == signed
    assert from_png(png.content) == from_svg(svg.content) == [signed]
    assert pdf.content.startswith(b"%PDF-")
    kinds = [answer.headers["Content-Type"] for answer in (data, png, svg, pdf)]
    assert kinds == ["application/vc", "image/png", "image/svg+xml", "application/pdf"]


def test_files_are_downloads_that_nobody_keeps_or_lists(client) -> None:
    certificate = make_certificate()
    for name in NAMES:
        headers = fetch(client, certificate, name).headers
        assert headers["Content-Disposition"].startswith("attachment; filename=")
        assert certificate.number in headers["Content-Disposition"]
        assert certificate.code not in headers["Content-Disposition"]
        assert "noindex" in headers["X-Robots-Tag"]
        assert "no-store" in headers["Cache-Control"]


def test_the_verify_page_leads_to_every_file(client) -> None:
    found = links(page(client, make_certificate()))
    assert len(found) == 4
    assert [client.get(address).status_code for address in found] == [200] * 4


def test_they_count_as_looking_up_a_code(client, settings) -> None:
    settings.VERIFY_REQUESTS_PER_MINUTE = 2
    assert statuses(client, make_certificate())[:3] == [200, 200, 429]


# --- protected ---------------------------------------------------------------------------------


def test_a_protected_file_is_for_who_typed_the_family_name(client) -> None:
    certificate = make_certificate(disclosure="protected", family="Diallo")
    assert statuses(client, certificate) == [403] * 4
    assert "Diallo" not in fetch(client, certificate, "badge_png").content.decode()
    assert links(page(client, certificate)) == []
    assert links(page(client, certificate, family_name="Diall")) == []
    found = links(page(client, certificate, family_name="diallo"))
    assert [client.get(address).status_code for address in found] == [200] * 4


def test_a_key_opens_one_certificate_and_not_for_long(client) -> None:
    mine, other = (make_certificate(disclosure="protected") for _ in range(2))
    assert statuses(client, mine, key=key_for(mine)) == [200] * 4
    for key in (key_for(other), "", "x", key_for(mine) + "x", f"{mine.code}:x:x"):
        assert statuses(client, mine, key=key) == [403] * 4, key
    old = aged(mine.code, timedelta(minutes=MINUTES, seconds=2))
    assert statuses(client, mine, key=old) == [403] * 4
    elsewhere = signing.TimestampSigner(salt="another").sign(mine.code)
    assert statuses(client, mine, key=elsewhere) == [403] * 4


def aged(code: str, age: timedelta) -> str:
    """A key as it was made so long ago."""

    class Earlier(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int((datetime.now(UTC) - age).timestamp()))

    return Earlier(salt=SALT).sign(code)


def test_a_protected_file_is_for_its_holder(client) -> None:
    certificate = make_certificate(disclosure="protected")
    client.force_login(make_user())
    assert statuses(client, certificate) == [403] * 4
    client.force_login(certificate.holder.user)
    assert statuses(client, certificate) == [200] * 4
    assert len(links(page(client, certificate))) == 4


# --- what has ended ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "why"),
    [("revoked", "the issuer revoked the certificate"), ("replaced", "was replaced")],
)
def test_of_what_ended_only_the_signed_data_is_left(client, how, why) -> None:
    certificate = make_certificate()
    end(certificate, how)
    assert statuses(client, certificate) == [200, 404, 404, 404]
    assert why in fetch(client, certificate, "verified_pdf").content.decode()
    assert [address.rpartition("/")[2] for address in links(page(client, certificate))] == [
        "credential.json"
    ]


def test_what_expired_can_still_be_fetched(client) -> None:
    certificate = make_certificate()
    let_expire(certificate)
    assert statuses(client, certificate) == [200] * 4


def test_what_was_emptied_is_gone(client) -> None:
    certificate = make_certificate(disclosure="protected")
    key = key_for(certificate)
    services.redact(person=certificate.holder, by=None)
    assert statuses(client, certificate, key=key) == [404] * 4
    assert "gone for good" in fetch(client, certificate, "credential").content.decode()
    assert links(page(client, certificate)) == []
    assert not PdfHash.objects.exists()


def test_what_is_unsigned_or_not_issued_has_no_files(client) -> None:
    waiting = certificate_of(make_completion())
    assert statuses(client, waiting) == [404] * 4
    old = make_certificate()
    Certificate.objects.filter(pk=old.pk).update(credential="")
    assert statuses(client, old) == [404, 404, 404, 200]


@pytest.mark.parametrize("code", ["0000", "..", "%00", "a/b", "file", "list"])
def test_any_code_has_an_answer(client, code) -> None:
    for name in ("credential.json", "badge.png", "badge.svg", "certificate.pdf"):
        response = client.get(f"/verify/{code}/{name}")
        assert response.status_code == 404
