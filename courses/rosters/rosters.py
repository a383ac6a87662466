"""A list on its way: checked as it comes, done when that is confirmed, each as a task.

A worker that dies leaves the roster at work, and ``resume`` queues it again: the rows that are done
stay done.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.learning.models import Offering
from courses.learning.prerequisites import PrerequisitesMissing
from courses.payments.seats import NoSeatLeft, NotOfTheOrganisation
from lms.users.models import User

from . import enrolling
from .access import is_by_manager
from .checking import how_it_was_read, read, rows_of
from .importing import counts_of, import_batch, pending_of
from .models import Outcome, Roster, RosterRow, RosterState
from .reading import Unreadable

QUEUE = "rosters"
KEPT_FOR = timedelta(days=7)
LONGEST_STEP = timedelta(minutes=5)
MOST_TRIES = 3  # then it is the file that its worker dies of
BATCH = 1000


def begin(*, by: User, content: bytes, **fields: Any) -> Roster:
    """Keep an upload and have it checked."""
    with transaction.atomic():
        roster = Roster.objects.create(by=by, content=content, **fields)
        _queue(roster)
    return roster


def read_again(*, roster: Roster, encoding: str, separator: str) -> bool:
    """Check it anew, read another way; False where it was confirmed meanwhile."""
    with transaction.atomic():
        open_ones = Roster.objects.filter(
            pk=roster.pk, state__in=(RosterState.CHECKED, RosterState.FAILED)
        ).exclude(content=b"")
        how = {"encoding": encoding, "separator": separator, "tries": 0, "problem": ""}
        if not open_ones.update(state=RosterState.CHECKING, queued_at=timezone.now(), **how):
            return False
        _queue(roster)
    return True


def confirm(*, roster: Roster) -> bool:
    """Do what was checked; False where that was asked for already."""
    with transaction.atomic():
        checked = Roster.objects.filter(pk=roster.pk, state=RosterState.CHECKED)
        now = {"queued_at": timezone.now(), "tries": 0, "content": b""}
        if not checked.update(state=RosterState.RUNNING, **now):
            return False
        _queue(roster)
    return True


def resume(*, now: datetime) -> int:
    """Queue again what is at work for so long that its worker must have died; how many."""
    stuck = list(Roster.objects.at_work().filter(queued_at__lt=now - LONGEST_STEP))
    for roster in stuck:
        Roster.objects.filter(pk=roster.pk).update(queued_at=now)
        _queue(roster)
    return len(stuck)


def forget(*, now: datetime) -> int:
    """Delete the rows of lists and their files after a week; the numbers stay."""
    old = Roster.objects.filter(created_at__lt=now - KEPT_FOR)
    Roster.objects.filter(pk__in=old).exclude(content=b"").update(content=b"")
    old.exclude(reading={}).update(reading={})
    return RosterRow.objects.filter(roster__in=old).delete()[0]


def _queue(roster: Roster) -> None:
    # robust: the roster stands even if the task cannot be enqueued; run_due finds it.
    transaction.on_commit(lambda: work.enqueue(str(roster.uuid)), robust=True)


@task(queue_name=QUEUE)
def work(uuid: str) -> None:
    """Check, or import one batch and leave the rest to the next task."""
    rows = Roster.objects.at_work().select_related("by", "organisation", "offering__course")
    roster = rows.filter(uuid=uuid).first()
    if roster is None:
        return
    if roster.by is None:
        _fail(roster, _("Whoever uploaded it has no account any more: nobody answers for it."))
        return
    if roster.tries >= MOST_TRIES:
        _fail(roster, _("It was cut off three times. Split the list, or tell who runs this site."))
        return
    Roster.objects.filter(pk=roster.pk).update(tries=F("tries") + 1)
    with translation.override(roster.locale):
        try:
            is_over = check(roster) if roster.state == RosterState.CHECKING else _import(roster)
        except Unreadable as error:
            _fail(roster, str(error))
            return
    if not is_over:
        work.enqueue(uuid)


def check(roster: Roster) -> bool:
    """Say what would happen with each row; True, as this is over then."""
    table = read(bytes(roster.content), encoding=roster.encoding, separator=roster.separator)
    rows = rows_of(roster, table)
    with transaction.atomic():
        same = Roster.objects.filter(pk=roster.pk, state=RosterState.CHECKING)
        how = {"encoding": table.encoding, "separator": table.separator}
        if not same.update(state=RosterState.CHECKED, reading=how_it_was_read(table), **how):
            return True
        roster.rows.all().delete()
        RosterRow.objects.bulk_create(rows, batch_size=BATCH)
        Roster.objects.filter(pk=roster.pk).update(counts=counts_of(roster))
    return True


def _import(roster: Roster) -> bool:
    if roster.offering and (reason := _refusal(roster, roster.offering)):
        raise Unreadable(reason)
    try:
        is_more = import_batch(roster)
    except NoSeatLeft as error:
        raise Unreadable(enrolling.no_seats(error)) from error
    except NotOfTheOrganisation as error:
        said = _(
            "Nothing was changed: somebody on this list belongs to another part of your"
            " organisation, which has to give them a seat. Take them off the list."
        )
        raise Unreadable(said) from error
    except PrerequisitesMissing as error:  # a completion was taken back at this very moment
        said = _(
            "Nothing was changed: somebody on this list lacks what the course asks for first."
            " Upload the list again."
        )
        raise Unreadable(said) from error
    running = Roster.objects.filter(pk=roster.pk, state=RosterState.RUNNING)
    if is_more:
        running.update(queued_at=timezone.now(), tries=0)
        return False
    running.update(state=RosterState.DONE, counts=counts_of(roster))
    return True


def _refusal(roster: Roster, offering: Offering) -> str:
    return enrolling.refusal(offering, may_give_seats=is_by_manager(roster))


def _fail(roster: Roster, problem: str) -> None:
    same = Roster.objects.filter(pk=roster.pk, state=roster.state)
    same.update(state=RosterState.FAILED, problem=problem[:500])


def progress_of(roster: Roster) -> tuple[int, int]:
    """How many rows are done, of how many that are to be done."""
    done = roster.rows.filter(is_done=True).count()
    return done, done + pending_of(roster).count()


def decide(*, roster: Roster, row: int | None, is_same: bool) -> int:
    """Whether who looks alike is the same, of one row or of all; how many rows that was."""
    if roster.state != RosterState.CHECKED:
        return 0
    rows = roster.rows.filter(outcome=Outcome.ALIKE)
    if row is not None:
        rows = rows.filter(pk=row)
    return rows.update(is_same=is_same)
