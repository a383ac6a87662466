"""The holder decides whether the verify page shows the name.

The offering sets how it begins. Whom a public name endangers knows it best, and may learn it
later, so the holder may always choose, in both directions, also for a certificate that has ended:
its verify page is still there.
"""

from django.db import transaction

from certificates.models import Certificate, CertificateEvent
from certificates.services import CertificateEnded
from certificates.states import EventKind
from certificates.tasks import keep_hash_of_pdf
from courses.learning.models import Disclosure
from lms.users.models import User

KINDS = {Disclosure.NAMED: EventKind.NAMED, Disclosure.PROTECTED: EventKind.PROTECTED}


@transaction.atomic
def disclose(*, certificate: Certificate, disclosure: Disclosure, by: User) -> bool:
    """Show or protect the name from now on; False where it is so already."""
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.is_redacted:
        raise CertificateEnded(locked.number)
    if locked.disclosure == disclosure:
        return False
    locked.disclosure = disclosure
    locked.save(update_fields=["disclosure"])
    CertificateEvent.objects.create(certificate=locked, kind=KINDS[disclosure], by=by)
    transaction.on_commit(lambda: keep_hash_of_pdf.enqueue(locked.pk), robust=True)
    return True
