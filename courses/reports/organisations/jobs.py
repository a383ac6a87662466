"""Files with many rows and reminders to many: each a task that can be begun again."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.tasks import task
from django.utils import timezone, translation

from courses.learning.models import Enrolment
from courses.learning.seen import enrolments_of_members
from courses.learning.services import remind
from courses.people import looking
from courses.people.organisations import Organisation, Role
from courses.people.scope import organisations_for
from lms import cells
from lms.users.models import User

from .models import JobKind, JobState, OrganisationJob, Reminded
from .narrowing import filter_of
from .records import BATCH, Record, names_of, narrowed, records_of, shown, table

logger = logging.getLogger(__name__)

QUEUE = "organisations"
MOST_AT_ONCE = 1000  # rows of a file that is made while somebody waits
KEPT_FOR = timedelta(days=1)
REMIND_AGAIN_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=1)


@transaction.atomic
def begin(
    *, organisation: Organisation, by: User, kind: str, wanted: Any, locale: str
) -> OrganisationJob:
    job = OrganisationJob.objects.create(
        organisation=organisation, by=by, kind=kind, wanted=wanted, locale=locale
    )
    transaction.on_commit(lambda: run.enqueue(str(job.uuid)), robust=True)
    return job


@task(queue_name=QUEUE)
def run(uuid: str) -> None:
    job = OrganisationJob.objects.select_related("organisation", "by").get(uuid=uuid)
    if job.state != JobState.RUNNING:
        return
    try:
        _do(job)
    except Exception:
        logger.exception("Job %s of an organisation", uuid)
        OrganisationJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
        raise
    job.state = JobState.DONE
    job.save(update_fields=["state", "result", "content", "done", "total"])


def _do(job: OrganisationJob) -> None:
    """As who asked for it, with the rights they have now."""
    mine = organisations_for(job.by, Role.MANAGER)
    if not mine.filter(pk=job.organisation_id).exists():
        raise PermissionError(job.pk)
    with translation.override(job.locale):
        if job.kind == JobKind.REMIND:
            job.result = send_reminders(
                organisation=job.organisation, enrolments=job.wanted["enrolments"], job=job
            )
        else:
            query = QueryDict(job.wanted["query"])
            job.content = file_of(job.organisation, query, job.kind, by=job.by, job=job)


def file_of(
    organisation: Organisation,
    query: QueryDict,
    kind: str,
    *,
    by: User,
    job: OrganisationJob | None = None,
) -> bytes:
    """The filtered rows as a file; who stands in it can read that."""
    rows = narrowed(
        records_of(organisation, now=timezone.now()), filter_of(organisation, query).wanted
    )
    found = list(rows)
    looking.note(by=by, people=[row.person_id for row in found], what=looking.What.EXPORT)
    return cells.WRITERS[kind](_rows(organisation, found, job))


def _rows(
    organisation: Organisation, found: list[Enrolment], job: OrganisationJob | None
) -> Iterable[list[Any]]:
    units = names_of(list(Organisation.objects.below([organisation])))
    locale = translation.get_language() or "en"

    def records() -> Iterable[Record]:
        for number, some in enumerate(batched(found, BATCH)):
            _progress(job, number * BATCH, len(found))
            yield from shown(some, units, locale)
        _progress(job, len(found), len(found))

    return table(records())


def _progress(
    job: OrganisationJob | None, done: int, total: int, result: dict[str, Any] | None = None
) -> None:
    if job:
        job.done, job.total, job.result = done, total, result or {}
        now = {"done": done, "total": total, "result": job.result, "moved_at": timezone.now()}
        OrganisationJob.objects.filter(pk=job.pk).update(**now)


# --- reminders ---------------------------------------------------------------------------------


def send_reminders(
    *, organisation: Organisation, enrolments: list[str], job: OrganisationJob | None = None
) -> dict[str, Any]:
    """Remind these of its people where they go on, each at most once in three days.

    A job that was cut off goes on where it was, with what it had counted.
    """
    rows = enrolments_of_members([organisation]).active().filter(uuid__in=enrolments)
    found = {str(row.uuid): row for row in rows.select_related("person__user")}
    result: dict[str, Any] = {"sent": 0, "lately": 0, "no_email": []}
    result |= job.result if job else {}
    begun, tree = job.done if job else 0, organisation.get_root()
    for number, key in enumerate(enrolments[begun:], start=begun + 1):
        with transaction.atomic():
            if key in found:
                _count(result, found[key], _remind(found[key], tree))
            _progress(job, number, len(enrolments), result)
    return result


def _count(result: dict[str, Any], enrolment: Enrolment, what: str) -> None:
    if what != "no_email":
        result[what] += 1
    elif (person := str(enrolment.person.uuid)) not in result["no_email"]:
        result["no_email"].append(person)


def _remind(enrolment: Enrolment, tree: Organisation) -> str:
    """What became of it; inside the transaction that keeps how far the job is."""
    person, now = enrolment.person, timezone.now()
    if not (person.user and person.user.email):
        return "no_email"
    last, is_new = Reminded.objects.select_for_update().get_or_create(
        person=person, organisation=tree, defaults={"at": now}
    )
    if not is_new and last.at > now - REMIND_AGAIN_AFTER:
        return "lately"
    Reminded.objects.filter(pk=last.pk).update(at=now)
    remind(enrolment=enrolment)
    return "sent"


def clean_up(*, now: datetime) -> int:
    """Delete files and reports after a day, and the days of reminders after three."""
    Reminded.objects.filter(at__lt=now - REMIND_AGAIN_AFTER).delete()
    deleted, _by_model = OrganisationJob.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted


def resume(*, now: datetime) -> int:
    """Queue again, once an hour, what has not moved for one: its worker must have died."""
    stuck = OrganisationJob.objects.filter(state=JobState.RUNNING, moved_at__lt=now - LONGEST_PAUSE)
    found = list(stuck.values_list("uuid", flat=True))
    OrganisationJob.objects.filter(uuid__in=found).update(moved_at=now)
    for uuid in found:
        run.enqueue(str(uuid))
    return len(found)
