"""Questions into and out of a bank, for who works in the admin: who may, and what is done."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.questions.formats import Unreadable
from courses.questions.import_report import Report
from courses.questions.importing import import_questions

from .models import ImportState, QuestionImport

KEPT_FOR = timedelta(days=7)
PROGRESS_FOR = 3600  # seconds
STEP = 50  # questions between two notes of the progress
LONGEST_WORK = timedelta(minutes=15)
MOST_TRIES = 3  # then it is the file that its worker dies of
LONGEST_PROBLEM = 500  # letters


class DoneAlready(Exception):
    """Another worker has imported the file meanwhile."""


def may_transfer(user: Any) -> bool:
    """An import may make banks, too."""
    return user.has_perms(("courses.add_question", "courses.add_questionbank"))


def begin(*, by: Any, **fields: Any) -> QuestionImport:
    """Keep an upload and have it checked; those that are a week old go."""
    with transaction.atomic():
        QuestionImport.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        found = QuestionImport.objects.create(by=by, **fields)
        _queue(found.uuid)
    return found


def confirm(*, wanted: QuestionImport) -> bool:
    """Import what was checked; False where that was asked for already."""
    with transaction.atomic():
        checked = QuestionImport.objects.filter(pk=wanted.pk, state=ImportState.CHECKED)
        if not checked.update(state=ImportState.RUNNING, queued_at=timezone.now(), tries=0):
            return False
        _queue(wanted.uuid)
    return True


def resume(*, now: datetime) -> int:
    """Queue again what is at work for so long that its worker must have died; how many."""
    stuck = QuestionImport.objects.at_work().filter(queued_at__lt=now - LONGEST_WORK)
    found = list(stuck.values_list("uuid", flat=True))
    for uuid in found:
        QuestionImport.objects.filter(uuid=uuid).update(queued_at=now)
        _queue(uuid)
    return len(found)


def _queue(uuid: Any) -> None:
    # robust: the upload stands even if the task cannot be enqueued; run_due finds it.
    transaction.on_commit(lambda: work.enqueue(str(uuid)), robust=True)


@task()
def work(uuid: str) -> None:
    """Check or import; whatever goes wrong, the row says that nothing was imported.

    A worker that dies leaves the row at work, and ``resume`` queues it again. Done twice, also at
    once, it is done once: the row leaves its state in the transaction of the import.
    """
    row = QuestionImport.objects.at_work().select_related("by").filter(uuid=uuid).first()
    if row is None:
        return
    if row.tries >= MOST_TRIES:
        problem = _("It was cut off three times. Split the file, or tell whoever runs this site.")
        _end(row, ImportState.FAILED, problem=problem)
        return
    QuestionImport.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    try:
        _work(row)
    except DoneAlready:
        return
    except Unreadable as error:
        _end(row, ImportState.FAILED, problem=str(error)[:LONGEST_PROBLEM])
    except Exception:
        problem = _("Something went wrong. Tell whoever runs this site, with the file.")
        _end(row, ImportState.FAILED, problem=problem)
        raise


def _work(row: QuestionImport) -> None:
    is_check = row.state == ImportState.CHECKING
    report = import_questions(
        bank=row.bank,
        content=bytes(row.content),
        filename=row.filename,
        by=row.by,
        objective=row.objective,
        replace=row.replace,
        publish=row.by.has_perm("courses.publish_question"),
        dry_run=is_check,
        progress=lambda done, total: _note(row.uuid, done, total),
        with_it=lambda report: _end_first(row, report),
    )
    if is_check:
        _end(row, ImportState.CHECKED, report=report.as_json())


def _end_first(row: QuestionImport, report: Report) -> None:
    if not _end(row, ImportState.DONE, report=report.as_json()):
        raise DoneAlready


def _end(row: QuestionImport, state: ImportState, **fields: Any) -> bool:
    """Leave the state that the row was read in; False where somebody did meanwhile."""
    if state != ImportState.CHECKED:
        fields["content"] = b""
    same = QuestionImport.objects.filter(pk=row.pk, state=row.state)
    return bool(same.update(state=state, **fields))


def _note(uuid: Any, done: int, total: int) -> None:
    """In the cache: the import is one transaction, so the database would show it at the end."""
    if done % STEP == 0 or done == total:
        cache.set(_key(uuid), (done, total), PROGRESS_FOR)


def progress_of(row: QuestionImport) -> tuple[int, int] | None:
    """How many questions were read, of how many."""
    return cache.get(_key(row.uuid))


def _key(uuid: Any) -> str:
    return f"question-import-{uuid}"
