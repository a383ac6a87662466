"""From the row that commits with the completion to a certificate that counts as issued."""

import hashlib
import logging

from django.db import transaction
from django.utils import timezone

from . import signing
from .checking.models import PdfHash
from .issuer.keys import NoKey
from .issuer.models import IssuerKey, KeyState
from .models import Certificate, CertificateEvent
from .rendering import pdf_of
from .states import EventKind, State

logger = logging.getLogger(__name__)


def prepare(*, certificate: Certificate) -> Certificate:
    """Sign it, draw the PDF, keep the hash, and record the certificate as issued."""
    if certificate.state != State.BEING_PREPARED:
        return certificate
    _make(certificate)
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if locked.state == State.BEING_PREPARED and not locked.is_redacted:
            _keep(certificate, locked)
            CertificateEvent.objects.create(certificate=locked, kind=EventKind.ISSUED)
        return locked


def sign_again(*, certificate: Certificate) -> Certificate:
    """Sign what was issued unsigned, or by a key that is not trusted any more."""
    _make(certificate)
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        mine = Certificate.objects.filter(pk=locked.pk)
        if mine.unsigned().exists() or mine.distrusted().exists():
            _keep(certificate, locked)
        return locked


def _make(certificate: Certificate) -> None:
    """All that takes time, before the lock; fails whole where a key or a glyph is missing."""
    signing.sign(certificate)
    certificate.pdf_sha256 = hashlib.sha256(pdf_of(certificate)).hexdigest()


def _keep(made: Certificate, locked: Certificate) -> None:
    """Raises NoKey where the key was reported as compromised while it signed."""
    key = IssuerKey.objects.select_for_update(no_key=True).get(name=str(made.signed_with))
    if key.state == KeyState.COMPROMISED:
        raise NoKey(f"{key} was reported as compromised while it signed; it is tried again.")
    names = ["pdf_sha256", *signing.FIELDS]
    for name in names:
        setattr(locked, name, getattr(made, name))
    locked.prepared_at = locked.prepared_at or timezone.now()
    locked.problem = ""
    locked.save(update_fields=["prepared_at", "problem", *names])
    keep_hash(locked, locked.pdf_sha256)


def keep_hash(certificate: Certificate, pdf_sha256: str) -> None:
    """So that the file is known again when somebody gives it to us."""
    PdfHash.objects.get_or_create(sha256=pdf_sha256, defaults={"certificate": certificate})


def try_to_prepare(*, certificate_id: int) -> bool:
    """Prepare, or say why not: the row stays as it is, and run_due tries again."""
    certificate = Certificate.objects.get(pk=certificate_id)
    try:
        prepare(certificate=certificate)
    except Exception as error:
        logger.exception("Certificate %s could not be prepared.", certificate.number)
        problem = f"{type(error).__name__}: {error}"[:300]
        Certificate.objects.filter(pk=certificate_id, prepared_at=None).update(problem=problem)
        return False
    return True
