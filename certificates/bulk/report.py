"""What will happen, or has happened, with each item of a job: on the page and as a file."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.states import Reason
from courses.models import Completion
from lms.cells import defused

from .kinds import HEAVY, KINDS
from .models import BulkItem, BulkJob, ItemState, JobState, Note

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Row:
    item: BulkItem
    holder: str
    what: "StrOrPromise"
    why: "StrOrPromise"


def reason_of(job: BulkJob) -> "StrOrPromise":
    """The public one, where it has one."""
    return Reason(job.params["reason"]).label if "reason" in job.params else ""


def counts_of(job: BulkJob) -> dict[str, int]:
    """How many items are in each state: one query."""
    found = dict(job.items.order_by().values_list("state").annotate(Count("pk")))
    counts = {state.value: found.get(state.value, 0) for state in ItemState}
    total = sum(counts.values())
    return {**counts, "total": total, "over": total - counts[ItemState.PENDING]}


def unsigned_of(job: BulkJob) -> int:
    """How many of the certificates it issued wait for their signature."""
    made = job.items.values("certificate")
    return Certificate.objects.unprepared().filter(pk__in=made).count()


def rows_of(job: BulkJob, items: Collection[BulkItem]) -> list[Row]:
    """The items with their holders' names: one query for those that have no certificate yet."""
    bare = [item.target for item in items if item.certificate is None and _is_new(job)]
    people = {
        str(row.uuid): row.person.full_name
        for row in Completion.objects.filter(uuid__in=bare).select_related("person")
    }
    return [Row(it, _holder(it, people), what_of(job, it), why_of(it)) for it in items]


def _is_new(job: BulkJob) -> bool:
    return KINDS[job.kind].takes == "offering"


def _holder(item: BulkItem, people: dict[str, str]) -> str:
    return item.certificate.holder_name if item.certificate else people.get(item.target, "")


def what_of(job: BulkJob, item: BulkItem) -> "StrOrPromise":
    kind = KINDS[job.kind]
    if item.state == ItemState.DONE:
        return kind.did
    if item.state != ItemState.PENDING:
        return ItemState(item.state).label
    return _("Not done") if job.state == JobState.CANCELLED else kind.will


def why_of(item: BulkItem) -> "StrOrPromise":
    note = Note(item.note).label if item.note else ""
    if item.state == ItemState.DONE and item.detail:
        return _("New number: %(number)s") % {"number": item.detail}
    return f"{note} {item.detail}".strip() if item.detail else note


def items_of(job: BulkJob) -> QuerySet[BulkItem]:
    heavy = [f"certificate__{name}" for name in HEAVY]
    return job.items.select_related("certificate").defer(*heavy).order_by("pk")


def csv_of(job: BulkJob) -> bytes:
    """By numbers, without names; with a mark by which spreadsheets know that it is UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([_("Number"), _("What"), _("Why")])
    for item in items_of(job).iterator(chunk_size=1000):
        number = item.certificate.number if item.certificate else item.target
        row = (number, what_of(job, item), why_of(item))
        writer.writerow([defused(str(value)) for value in row])
    return stream.getvalue().encode("utf-8-sig")
