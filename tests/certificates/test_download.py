"""The holder downloads the certificate, and nobody else."""

import hashlib

import pytest
from django.urls import reverse

from certificates import services
from certificates.models import Certificate
from certificates.states import Reason
from tests.factories.people import make_person, make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db


def download(client, certificate: Certificate, **headers):
    return client.get(reverse("certificates:pdf", args=[certificate.uuid]), headers=headers)


def test_the_holder_gets_the_same_file_each_time(client) -> None:
    certificate = make_certificate()
    client.force_login(certificate.holder.user)
    first, second = download(client, certificate), download(client, certificate)
    assert first.headers["Content-Type"] == "application/pdf"
    name = f'attachment; filename="certificate-{certificate.number}.pdf"'
    assert first.headers["Content-Disposition"] == name
    assert "private" in first.headers["Cache-Control"]
    assert first.content == second.content
    assert hashlib.sha256(first.content).hexdigest() == certificate.pdf_sha256


def test_a_copy_that_is_still_good_is_not_sent_again(client) -> None:
    certificate = make_certificate()
    client.force_login(certificate.holder.user)
    etag = download(client, certificate).headers["ETag"]
    again = download(client, certificate, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_else_gets_it(client) -> None:
    certificate = make_certificate()
    response = download(client, certificate)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    registrar = make_user(group="Certificate registrars")
    for user in (make_user(), make_person().user, registrar):
        client.force_login(user)
        assert download(client, certificate).status_code == 404


def test_a_certificate_without_a_holder_is_nobodys(client) -> None:
    certificate = make_certificate()
    Certificate.objects.update(holder=None)
    client.force_login(make_user())  # an account without a person
    assert download(client, certificate).status_code == 404


def test_while_it_is_being_prepared_the_holder_is_told(client) -> None:
    certificate = certificate_of(make_completion())
    client.force_login(certificate.holder.user)
    response = download(client, certificate)
    assert response.status_code == 404
    assert "being prepared" in response.content.decode()


def test_a_revoked_or_replaced_one_is_no_longer_handed_out(client) -> None:
    revoked, old = make_certificate(), make_certificate()
    by = make_user()
    services.revoke(certificate=revoked, by=by, reason=Reason.WITHDRAWN, note="x")
    services.replace(
        certificate=old,
        by=by,
        reason=Reason.REISSUED,
        note="x",
        given_name="Amara",
        family_name="Diallo",
    )
    for certificate, words in ((revoked, "revoked it"), (old, "was replaced")):
        client.force_login(certificate.holder.user)
        response = download(client, certificate)
        assert response.status_code == 404
        assert words in response.content.decode()
