"""Two registrars, or two workers, at the same moment: one effect."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from certificates import services
from certificates.models import Certificate, CertificateEvent, Reason
from certificates.preparing import prepare
from lms.users.models import User
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite in memory has one writer, and no threads"
    ),
]


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run them in threads of their own; what each returned, or the refusal it met."""
    results: list[object] = []
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(call())
        except services.CertificateEnded as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(calls)
    return results


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
    at_once(*[lambda: prepare(certificate=Certificate.objects.get(pk=certificate.pk))] * 4)
    assert CertificateEvent.objects.filter(kind="issued").count() == 1


def test_replacing_from_four_registrars_makes_one_replacement() -> None:
    certificate, by = make_certificate(), make_user()
    results = at_once(*[lambda: replace(certificate, by)] * 4)
    assert {one.pk for one in results} == {Certificate.objects.get(supersedes=certificate).pk}


def test_revoking_while_replacing_ends_it_once() -> None:
    certificate, by = make_certificate(), make_user()
    results = at_once(*[lambda: replace(certificate, by), lambda: revoke(certificate, by)] * 2)
    assert any(isinstance(result, services.CertificateEnded) for result in results)
    assert certificate.events.filter(kind__in=("revoked", "superseded")).count() == 1
