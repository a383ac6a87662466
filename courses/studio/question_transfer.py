"""Questions into and out of a bank, for who works in the admin: who may, and what is done."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
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


def may_transfer(user: Any) -> bool:
    """An import may make banks, too."""
    return user.has_perms(("courses.add_question", "courses.add_questionbank"))


def begin(*, by: Any, **fields: Any) -> QuestionImport:
    """Keep an upload and have it checked; those that are a week old go."""
    with transaction.atomic():
        QuestionImport.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        found = QuestionImport.objects.create(by=by, **fields)
        transaction.on_commit(lambda: work.enqueue(str(found.uuid)))
    return found


def confirm(*, wanted: QuestionImport) -> bool:
    """Import what was checked; False where that was asked for already."""
    with transaction.atomic():
        checked = QuestionImport.objects.filter(pk=wanted.pk, state=ImportState.CHECKED)
        if not checked.update(state=ImportState.RUNNING):
            return False
        transaction.on_commit(lambda: work.enqueue(str(wanted.uuid)))
    return True


@task()
def work(uuid: str) -> None:
    """Check or import; whatever goes wrong, the row says that nothing was imported."""
    row = QuestionImport.objects.select_related("by").get(uuid=uuid)
    if not row.is_busy:
        return
    problem = _("Something went wrong. Tell whoever runs this site, with the file.")
    try:
        row.report = _work(row).as_json()
        is_checked = row.state == ImportState.CHECKING
        row.state = ImportState.CHECKED if is_checked else ImportState.DONE
        problem = ""
    except Unreadable as error:
        problem = str(error)
    finally:
        row.problem = problem[:500]
        if problem:
            row.state = ImportState.FAILED
        if row.state != ImportState.CHECKED:
            row.content = b""
        row.save()


def _work(row: QuestionImport) -> Report:
    return import_questions(
        bank=row.bank,
        content=bytes(row.content),
        filename=row.filename,
        by=row.by,
        objective=row.objective,
        replace=row.replace,
        publish=row.by.has_perm("courses.publish_question"),
        dry_run=row.state == ImportState.CHECKING,
        progress=lambda done, total: _note(row.uuid, done, total),
    )


def _note(uuid: Any, done: int, total: int) -> None:
    """In the cache: the import is one transaction, so the database would show it at the end."""
    if done % STEP == 0 or done == total:
        cache.set(_key(uuid), (done, total), PROGRESS_FOR)


def progress_of(row: QuestionImport) -> tuple[int, int] | None:
    """How many questions were read, of how many."""
    return cache.get(_key(row.uuid))


def _key(uuid: Any) -> str:
    return f"question-import-{uuid}"
