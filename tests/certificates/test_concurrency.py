"""Two registrars, or two workers, at the same moment: one effect."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from certificates import services
from certificates.holders import corrections, reminders
from certificates.holders.models import Refusal
from certificates.models import Certificate, CertificateEvent, NameCorrection
from certificates.preparing import prepare
from certificates.states import Reason
from lms.users.models import User
from tests.at_once import at_once
from tests.factories.people import make_user

from .builders import certificate_of, make_certificate, make_completion
from .test_remind import expiring

pytestmark = pytest.mark.django_db(transaction=True)


def or_refusal(call: Callable[[], object]) -> Callable[[], object]:
    """The same call; a refusal is what it returns."""

    def run() -> object:
        try:
            return call()
        except (services.CertificateEnded, corrections.NotWaiting) as refusal:
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


def ask(certificate: Certificate, family_name: str = "Name") -> NameCorrection:
    return corrections.ask(
        certificate=certificate, given_name="New", family_name=family_name, why="misspelt"
    )


def test_asking_four_times_at_once_is_one_request() -> None:
    certificate = make_certificate()
    results = at_once([lambda: ask(certificate)] * 4)
    assert {one.pk for one in results} == {NameCorrection.objects.get().pk}


def test_a_correction_is_approved_or_refused_or_taken_back() -> None:
    certificate, by = make_certificate(), make_user()
    asked = ask(certificate)
    refusal = Refusal.NOT_CONFIRMED
    calls = [
        lambda: corrections.approve(correction=asked, by=by),
        lambda: corrections.refuse(correction=asked, by=by, refusal=refusal),
        lambda: corrections.withdraw(certificate=certificate),
        lambda: corrections.approve(correction=asked, by=by),
    ]
    at_once([or_refusal(call) for call in calls])
    decided = NameCorrection.objects.get().decision
    replaced = Certificate.objects.filter(supersedes=certificate).count()
    assert decided != "waiting"
    assert replaced == (decided == "approved")


def test_approving_while_revoking_leaves_no_half_change() -> None:
    certificate, by = make_certificate(), make_user()
    asked = ask(certificate)
    calls = [
        lambda: corrections.approve(correction=asked, by=by),
        lambda: revoke(certificate, by),
    ]
    at_once([or_refusal(call) for call in calls * 2])
    approved = NameCorrection.objects.get().decision == "approved"
    assert approved == Certificate.objects.filter(supersedes=certificate).exists()


def test_run_due_twice_at_once_sends_one_letter(mailoutbox) -> None:
    expiring(days=20)
    mailoutbox.clear()
    now = timezone.now()
    at_once([lambda: reminders.remind_expiring(now=now)] * 4)
    assert len(mailoutbox) == 1
