"""A holder asks for another name on a certificate; a registrar decides: each safe to repeat."""

from django.db import transaction
from django.utils import timezone

from certificates import services
from certificates.models import Certificate, NameCorrection
from certificates.states import Reason
from courses.people.minors import is_minor
from courses.people.services import set_certificate_name
from lms.users.models import User

from .letters import send_correction_letter
from .models import Decision, Refusal

MOST = 5  # requests for one certificate; then people have to talk


class TooMany(ValueError):
    """Asked, and refused or taken back, too often for this certificate."""


class Minors(ValueError):
    """The certificate of a minor says the pseudonym: a name is never asked of them."""


class NotWaiting(ValueError):
    """It was decided otherwise, taken back or erased before."""


@transaction.atomic
def ask(*, certificate: Certificate, given_name: str, family_name: str, why: str) -> NameCorrection:
    """Keep the request; the one that waits already, if there is one. Raises Minors, TooMany, and
    CertificateEnded where the certificate can no longer be replaced.
    """
    if is_minor(certificate.holder):
        raise Minors(certificate.number)
    locked = _locked(certificate)
    if not locked.has_pdf:
        raise services.CertificateEnded(locked.number)
    if waiting := locked.corrections.waiting().first():
        return waiting
    if locked.corrections.count() >= MOST:
        raise TooMany(locked.number)
    return NameCorrection.objects.create(
        certificate=locked, given_name=given_name, family_name=family_name, why=why
    )


@transaction.atomic
def withdraw(*, certificate: Certificate) -> bool:
    """The holder takes the request back, and its name goes; False where none waits."""
    waiting = _locked(certificate).corrections.waiting()
    now = timezone.now()
    return bool(
        waiting.update(decision=Decision.WITHDRAWN, decided_at=now, given_name="", family_name="")
    )


@transaction.atomic
def approve(*, correction: NameCorrection, by: User) -> Certificate:
    """Replace the certificate, and rename the person for certificates to come.

    Raises NotWaiting, and CertificateEnded where it was revoked or replaced in the meantime.
    """
    certificate = _locked(correction.certificate)
    asked = _waiting_or(correction, Decision.APPROVED)
    names = {"given_name": asked.given_name, "family_name": asked.family_name}
    replacement = services.replace(
        certificate=certificate,
        by=by,
        reason=Reason.CORRECTED,
        note=f"Asked for by the holder: {asked.why}",
        **names,
    )
    if asked.decision == Decision.WAITING:
        if person := certificate.holder:
            set_certificate_name(person=person, time_zone=person.time_zone, **names)
        _decide(asked, Decision.APPROVED, by=by)
    return replacement


@transaction.atomic
def refuse(*, correction: NameCorrection, by: User, refusal: Refusal) -> NameCorrection:
    """Say no, with the reason that the holder reads. Raises NotWaiting."""
    _locked(correction.certificate)
    asked = _waiting_or(correction, Decision.REFUSED)
    if asked.decision == Decision.WAITING:
        asked.refusal = refusal
        _decide(asked, Decision.REFUSED, by=by)
    return asked


def _locked(certificate: Certificate) -> Certificate:
    """Always the certificate first: it is what erasing locks too, so nobody waits in a circle."""
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def _waiting_or(correction: NameCorrection, decision: Decision) -> NameCorrection:
    """As it is now: it waits, or was decided just so."""
    now = NameCorrection.objects.select_for_update().filter(pk=correction.pk).first()
    if now is None or now.decision not in (Decision.WAITING, decision):
        raise NotWaiting(correction.pk)
    return now


def _decide(correction: NameCorrection, decision: Decision, *, by: User) -> None:
    correction.decision, correction.decided_by = decision, by
    correction.decided_at = timezone.now()
    correction.save(update_fields=["decision", "refusal", "decided_by", "decided_at"])
    # robust: what was decided stands even if the letter cannot be queued; the page says it too.
    transaction.on_commit(lambda: send_correction_letter.enqueue(correction.pk), robust=True)
