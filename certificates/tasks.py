"""What the task worker does after the commit."""

import hashlib

from django.tasks import task

from .issuer import status
from .models import Certificate
from .preparing import keep_hash, try_to_prepare
from .rendering import pdf_of


@task(priority=50)  # somebody waits for it; indexing after a big import can come later
def prepare_certificate(certificate_id: int) -> None:
    try_to_prepare(certificate_id=certificate_id)


@task()
def keep_hash_of_pdf(certificate_id: int) -> None:
    """A large QR code says less once the name is protected: another file."""
    certificate = Certificate.objects.with_ending().get(pk=certificate_id)
    if certificate.has_pdf:
        keep_hash(certificate, hashlib.sha256(pdf_of(certificate)).hexdigest())


@task(priority=50)  # whoever verifies elsewhere reads the list
def sign_status_list(number: int) -> None:
    status.sign_changes(number)
