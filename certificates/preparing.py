"""From the row that commits with the completion to a certificate that counts as issued."""

import hashlib
import logging

from django.db import transaction
from django.utils import timezone

from .models import Certificate, CertificateEvent, EventKind, State
from .rendering import pdf_of

logger = logging.getLogger(__name__)


def prepare(*, certificate: Certificate) -> Certificate:
    """Draw the PDF once, keep its hash, and record the certificate as issued."""
    if certificate.state != State.BEING_PREPARED:
        return certificate
    pdf_sha256 = hashlib.sha256(pdf_of(certificate)).hexdigest()  # slow, so before the lock
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if locked.state == State.BEING_PREPARED and not locked.is_redacted:
            locked.prepared_at = timezone.now()
            locked.pdf_sha256 = pdf_sha256
            locked.save(update_fields=["prepared_at", "pdf_sha256"])
            CertificateEvent.objects.create(certificate=locked, kind=EventKind.ISSUED)
        return locked


def try_to_prepare(*, certificate_id: int) -> bool:
    """Prepare, or log why not: the row stays as it is, and run_due tries again."""
    certificate = Certificate.objects.get(pk=certificate_id)
    try:
        prepare(certificate=certificate)
    except Exception:
        logger.exception("Certificate %s could not be prepared.", certificate.number)
        return False
    return True
