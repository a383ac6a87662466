"""Jobs: checked, confirmed, then done a batch a task; what was done is never done again.

Each certificate is changed in a transaction with its item, so that a job that was cut off, or that
runs twice, goes on where it was.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.tasks import task
from django.utils import timezone

from lms.users.models import User

from . import files
from .kinds import KINDS, Done, Kind, Unwilling
from .models import BulkItem, BulkJob, ItemState, JobState, Note

logger = logging.getLogger(__name__)

QUEUE = "bulk"  # without a priority: what one learner waits for goes first
BATCH = 100
LONGEST_BATCH = timedelta(minutes=15)
FILES_KEPT_FOR = timedelta(days=7)
REPORTS_KEPT_FOR = timedelta(days=365)


@transaction.atomic
def begin(*, kind: str, by: User, wanted: dict[str, Any]) -> BulkJob:
    """Check what would happen to each, and keep that; nothing is done before ``confirm``."""
    offering = wanted.get("offering")
    params = {key: wanted[key] for key in ("reason", "note") if key in wanted}
    job = BulkJob.objects.create(kind=kind, by=by, params=params, about=str(offering or ""))
    items = list(KINDS[kind].plan(wanted))
    for item in items:
        item.job = job
    BulkItem.objects.bulk_create(items, batch_size=1000)
    return job


@transaction.atomic
def confirm(*, job: BulkJob) -> bool:
    """Do what was checked; False where that was asked for already."""
    checked = BulkJob.objects.filter(pk=job.pk, state=JobState.CHECKED)
    if not checked.update(state=JobState.RUNNING, moved_at=timezone.now()):
        return False
    # robust: run_due takes up what could not be enqueued.
    transaction.on_commit(lambda: run.enqueue(str(job.uuid)), robust=True)
    return True


def cancel(*, job: BulkJob) -> bool:
    """Stop after the batch that is at work; False where it was over already."""
    return _end(job, JobState.CANCELLED, before=(JobState.CHECKED, JobState.RUNNING))


def _end(job: BulkJob, state: JobState, *, before: tuple[JobState, ...]) -> bool:
    """The note is in the record of each certificate by now, and goes from here."""
    params = {key: value for key, value in job.params.items() if key != "note"}
    rows = BulkJob.objects.filter(pk=job.pk, state__in=before)
    return bool(rows.update(state=state, finished_at=timezone.now(), params=params))


@task(queue_name=QUEUE)
def run(uuid: str) -> None:
    """One batch, then the next task: letters and signatures get in between."""
    if go_on(BulkJob.objects.select_related("by").get(uuid=uuid)):
        run.enqueue(uuid)


def go_on(job: BulkJob) -> bool:
    """The next batch; False once there is none."""
    if job.state != JobState.RUNNING:
        return False
    if job.by is None:  # nobody answers for it any more
        cancel(job=job)
        return False
    kind = KINDS[job.kind]
    pending = list(job.items.filter(state=ItemState.PENDING)[:BATCH])
    for item in pending:
        _attempt(kind, job, item)
    if not pending:
        kind.finish(job)
        _end(job, JobState.DONE, before=(JobState.RUNNING,))
        return False
    BulkJob.objects.filter(pk=job.pk).update(moved_at=timezone.now())
    return True


def _attempt(kind: Kind, job: BulkJob, item: BulkItem) -> None:
    """One that goes wrong keeps no other from being done; a database that is away, all."""
    try:
        kind.before(job, item)
        _do(kind, job, item)
    except OperationalError:
        raise
    except Exception as error:
        logger.exception("Bulk job %s, %s", job.uuid, item.target)
        why = type(error).__name__  # its text may hold a name; the log has it
        rows = BulkItem.objects.filter(pk=item.pk, state=ItemState.PENDING)
        rows.update(state=ItemState.FAILED, note=Note.ERROR, detail=why)


@transaction.atomic
def _do(kind: Kind, job: BulkJob, item: BulkItem) -> None:
    locked = BulkItem.objects.select_for_update().get(pk=item.pk)
    if locked.state != ItemState.PENDING:
        return
    try:
        done: Done = kind.do(job, locked)
    except Unwilling as refusal:
        locked.state, locked.note = ItemState.SKIPPED, refusal.args[0]
    else:
        locked.state = ItemState.DONE
        locked.certificate, locked.detail = done.certificate, done.detail
    locked.save()


def resume(*, now: datetime) -> int:
    """Queue again the jobs whose worker died; how many."""
    stuck = BulkJob.objects.filter(state=JobState.RUNNING, moved_at__lt=now - LONGEST_BATCH)
    found = list(stuck.values_list("uuid", flat=True))
    for uuid in found:
        run.enqueue(str(uuid))
    return len(found)


def clean_up(*, now: datetime) -> int:
    """Delete files after a week, and so what was never confirmed; reports after a year."""
    old = now - FILES_KEPT_FOR
    BulkJob.objects.filter(state=JobState.CHECKED, created_at__lt=old).delete()
    BulkJob.objects.filter(finished_at__lt=now - REPORTS_KEPT_FOR).delete()
    running = BulkJob.objects.filter(state=JobState.RUNNING)
    fresh = BulkJob.objects.filter(state=JobState.DONE, finished_at__gte=old)
    kept = (running | fresh).values_list("uuid", flat=True)
    return files.keep_only({str(uuid) for uuid in kept})
