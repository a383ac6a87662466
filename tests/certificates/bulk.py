"""Jobs for many certificates, as a registrar walks through them in the admin."""

import re

from django.urls import reverse

from certificates.models import BulkJob

PART = "certificates_registrar:"
REVOCATION = {"reason": "withdrawn", "note": "Asked for by the ministry"}


def address(name: str, *args) -> str:
    return reverse(f"{PART}{name}", args=args)


def check(client, kind: str, **data) -> BulkJob:
    """Fill in the form; what would happen is known then, and nothing has."""
    response = client.post(address("bulk_begin", kind), data)
    assert response.status_code == 302, re.findall(
        r"error-message[^<]*<[^<]*", response.content.decode()
    )
    return BulkJob.objects.get(uuid=response.url.rstrip("/").rsplit("/", 1)[-1])


def page(client, job: BulkJob) -> str:
    return client.get(address("bulk_job", job.uuid)).content.decode()


def confirm(client, job: BulkJob, on_commit) -> BulkJob:
    """With all that follows the commit."""
    with on_commit(execute=True):
        client.post(address("bulk_confirm", job.uuid))
    job.refresh_from_db()
    return job


def states(job: BulkJob) -> dict[str, str]:
    """The state of each item, with the note that says why."""
    rows = job.items.values_list("target", "state", "note")
    return {target: f"{state} {note}".strip() for target, state, note in rows}
