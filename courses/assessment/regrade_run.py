"""The work of a regrade: every attempt whose paper holds the version, a batch for each task.

An attempt is graded anew under its own lock and in its own transaction, and what is graded already
stays as it is; so a run that was cut off, or that runs twice, does no harm.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.tasks import task
from django.utils import timezone

from courses.editions import content
from courses.editions.models import EditionItem, ItemKind, QuestionVersion

from .letters import send_regraded_mail, send_result_mail
from .marks import GradeChange, Regrade, RegradeRun
from .models import Attempt, AttemptState
from .outcome import grade, lock, settle
from .paper import may_draw

QUEUE = "regrades"  # without a priority: letters go first
BATCH = 200
LONGEST_BATCH = timedelta(minutes=15)


def may_hold(version: QuestionVersion) -> QuerySet[Attempt]:
    """The attempts at quizzes that could draw a version, once released; their papers tell.

    Not by the edition of the enrolment: that may have moved on since the paper was drawn.
    """
    quizzes = EditionItem.objects.filter(edition__questions__version=version, kind=ItemKind.QUIZ)
    could = {quiz.item_uuid for quiz in quizzes.select_related("edition") if _could(quiz, version)}
    # What was forgotten cannot be graded anew: it would count as not answered.
    known = Attempt.objects.counted().filter(answers_forgotten_at=None)
    return known.filter(item_uuid__in=could)


def _could(quiz: EditionItem, version: QuestionVersion) -> bool:
    """By the blueprint and the pool of its edition, neither of which ever changes."""
    pool = content.question_pool(quiz.edition)
    ours = (candidate for candidate in pool if candidate["version"] == version.pk)
    return any(may_draw(quiz.settings["blueprint"], candidate) for candidate in ours)


def holds(attempt: Attempt, version: QuestionVersion) -> bool:
    return any(slot["version"] == version.pk for slot in attempt.paper["slots"])


def batches(version: QuestionVersion, *, after: int = 0) -> Iterator[list[Attempt]]:
    """The attempts that may hold a version, by their key; never more than a batch in memory."""
    rows = may_hold(version).select_related("enrolment__person").order_by("pk")
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1].pk


def go_on(regrade: Regrade) -> bool:
    """Grade the next batch anew; False once there is none."""
    run = RegradeRun.objects.get(regrade=regrade)
    if run.finished_at:
        return False
    is_replaced = Regrade.objects.filter(version=regrade.version, pk__gt=regrade.pk).exists()
    batch = [] if is_replaced else next(batches(regrade.version, after=run.last_attempt), [])
    for attempt in batch:
        if holds(attempt, regrade.version):
            grade_anew(attempt, regrade)
    now = timezone.now()
    rows = RegradeRun.objects.filter(pk=run.pk)
    if not batch:  # the later regrade has a run of its own, which reaches every attempt
        rows.update(finished_at=now)
        return False
    # Two at the same batch, after a run that was thought dead, count it once.
    rows.filter(last_attempt=run.last_attempt).update(
        last_attempt=batch[-1].pk, looked_at=F("looked_at") + len(batch), moved_at=now
    )
    return True


@transaction.atomic
def grade_anew(attempt: Attempt, regrade: Regrade) -> None:
    """As everything stands now. One that was being handed in meanwhile is waited for."""
    versions = [slot["version"] for slot in attempt.paper["slots"]]
    bodies = content.question_bodies(versions, attempt.locale)
    ours = lock(attempt)
    if ours.state == AttemptState.SUBMITTED:
        _settle_if_nothing_waits(ours, bodies)
    elif ours.state == AttemptState.GRADED:
        _write_change(ours, bodies, regrade)


def _settle_if_nothing_waits(ours: Attempt, bodies: dict) -> None:
    """Where the regraded question was the last one to mark, nobody will mark it any more."""
    result = grade(ours, bodies)
    if not result.waiting:
        settle(ours, result)
        transaction.on_commit(lambda: send_result_mail.enqueue(ours.pk), robust=True)


def _write_change(ours: Attempt, bodies: dict, regrade: Regrade) -> None:
    result, before = grade(ours, bodies), (ours.score or 0, bool(ours.passed))
    if result.as_json() == ours.result or regrade.changes.filter(attempt=ours).exists():
        return
    settle(ours, result)
    after = (ours.score or 0, bool(ours.passed))
    if after == before:
        return
    GradeChange.objects.create(
        attempt=ours,
        regrade=regrade,
        score_before=before[0],
        passed_before=before[1],
        score_after=after[0],
        passed_after=after[1],
    )
    transaction.on_commit(lambda: send_regraded_mail.enqueue(ours.pk), robust=True)


@task(queue_name=QUEUE)
def run_regrade(regrade_id: int) -> None:
    """One batch, then the next task: letters and certificates get in between."""
    if go_on(Regrade.objects.select_related("version").get(pk=regrade_id)):
        run_regrade.enqueue(regrade_id)


def resume(*, now: datetime) -> int:
    """Queue again the runs that failed or whose worker died; how many."""
    stuck = RegradeRun.objects.filter(finished_at=None, moved_at__lt=now - LONGEST_BATCH)
    found = list(stuck.values_list("regrade", flat=True))
    for regrade_id in found:
        run_regrade.enqueue(regrade_id)
    return len(found)
