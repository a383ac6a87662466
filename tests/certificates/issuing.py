"""A task worker with a job of bulk issue, to be killed; the last says what came of it."""

import json
import sys
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from certificates.bulk import jobs
from certificates.credentials import signing
from certificates.models import BulkJob, Certificate, CertificateEvent
from certificates.services import prepare_overdue
from courses.models import Completion
from tests.factories.people import make_user

from .builders import make_completions, make_offering


def work(completions: int) -> None:
    """A worker that begins the job, or takes it up as run_due does, and ends when all is done."""
    if not BulkJob.objects.exists():
        _begin(completions)
    jobs.resume(now=timezone.now() + timedelta(hours=1))
    call_command("db_worker", queue_name="*", batch=True, reload=False, startup_delay=False)
    prepare_overdue(now=timezone.now() + timedelta(hours=1))
    sys.stdout.write(json.dumps(_outcome()))


def _begin(completions: int) -> None:
    offering = make_offering()
    make_completions(offering, completions)
    job = jobs.begin(kind="issue", by=make_user("asks"), wanted={"offering": offering})
    assert jobs.confirm(job=job)


def _outcome() -> dict[str, Any]:
    """Counts; signatures are tried with the keys as published."""
    rows = Certificate.objects.select_related("signed_with")
    issued = CertificateEvent.objects.filter(kind="issued")
    return {
        "job": BulkJob.objects.get().state,
        "items": sorted(set(BulkJob.objects.get().items.values_list("state", flat=True))),
        "certificates": rows.count(),
        "for completions": rows.filter(completion_uuid__in=Completion.objects.values("uuid"))
        .values("completion_uuid")
        .distinct()
        .count(),
        "issued": issued.count(),
        "issued once": issued.values("certificate").distinct().count(),
        "verified": sum(map(_verifies, rows)),
        "places": rows.values("status_list", "status_index").distinct().count(),
    }


def _verifies(certificate: Certificate) -> bool:
    key = signing.from_multibase(certificate.signed_with.public)
    return signing.verify(json.loads(certificate.credential), key=key)
