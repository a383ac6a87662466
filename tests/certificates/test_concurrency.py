"""Two registrars, or two workers, at the same moment: one effect."""

from collections.abc import Callable

import pytest

from certificates import services
from certificates.models import Certificate, CertificateEvent, Reason
from certificates.preparing import prepare
from lms.users.models import User
from tests.at_once import at_once
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = pytest.mark.django_db(transaction=True)


def or_refusal(call: Callable[[], object]) -> Callable[[], object]:
    """The same call; a refusal is what it returns."""

    def run() -> object:
        try:
            return call()
        except services.CertificateEnded as refusal:
            return refusal

    return run


def revoke(certificate: Certificate, by: User) -> Certificate:
    return services.revoke(certificate=certificate, by=by, reason=Reason.WITHDRAWN, note="x")


def replace(certificate: Certificate, by: User) -> Certificate:
    return services.replace(
        certificate=certificate,
        by=by,
        reason=Reason.CORRECTED,
        note="x",
        given_name="New",
        family_name="Name",
    )


def test_preparing_from_four_workers_issues_once() -> None:
    certificate = certificate_of(make_completion())
    at_once([lambda: prepare(certificate=Certificate.objects.get(pk=certificate.pk))] * 4)
    assert CertificateEvent.objects.filter(kind="issued").count() == 1


def test_replacing_from_four_registrars_makes_one_replacement() -> None:
    certificate, by = make_certificate(), make_user()
    results = at_once([or_refusal(lambda: replace(certificate, by))] * 4)
    assert {one.pk for one in results} == {Certificate.objects.get(supersedes=certificate).pk}


def test_revoking_while_replacing_ends_it_once() -> None:
    certificate, by = make_certificate(), make_user()
    calls = [lambda: replace(certificate, by), lambda: revoke(certificate, by)] * 2
    results = at_once([or_refusal(call) for call in calls])
    assert any(isinstance(result, services.CertificateEnded) for result in results)
    assert certificate.events.filter(kind__in=("revoked", "superseded")).count() == 1
