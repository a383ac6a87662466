"""What becomes of an attempt: handed in, marked, graded, and the progress that follows from it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.editions import content
from courses.learning.models import Enrolment, ItemProgress
from courses.learning.services import record_progress
from courses.questions.types import TYPES
from courses.questions.types.free_text import FreeText

from . import grading, rules
from .allowances import close_requests
from .marks import Regrade, Treatment
from .models import Attempt, AttemptState
from .tallies import mark_stale


def hand_in(*, attempt: Attempt, only_overdue: bool = False) -> Attempt:
    """Grade what is saved, record the pass and the completion it may cause. Once.

    With ``only_overdue`` an attempt whose deadline was moved meanwhile is left running. Where a
    person has something to mark, the attempt waits for that. The enrolment's row is locked first,
    as everywhere, so that two requests cannot deadlock.
    """
    versions = [slot["version"] for slot in attempt.paper["slots"]]
    bodies = content.question_bodies(versions, attempt.locale)
    with transaction.atomic():
        ours = lock(attempt)
        now = timezone.now()
        ours.ended_by_time = rules.is_over(ours.deadline_at, now)
        if ours.state != AttemptState.IN_PROGRESS or (only_overdue and not ours.ended_by_time):
            return ours
        ours.handed_in_at = ours.deadline_at if ours.ended_by_time else now
        result = grade(ours, bodies)
        if result.waiting:
            ours.state = AttemptState.SUBMITTED
            ours.save(update_fields=["state", "handed_in_at", "ended_by_time"])
        else:
            settle(ours, result)
    return ours


def lock(attempt: Attempt) -> Attempt:
    """The attempt as it is once its enrolment and its own row are ours."""
    Enrolment.objects.select_for_update().only("pk").get(pk=attempt.enrolment_id)
    ours = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    ours.enrolment = attempt.enrolment
    return ours


def grade(attempt: Attempt, bodies: Mapping[int, dict[str, Any]]) -> grading.Result:
    """The result as paper, answers, marks and regrades now have it."""
    return graded_with(
        attempt,
        bodies,
        answers=dict(attempt.responses.values_list("slot", "body")),
        given=dict(attempt.marks.order_by("pk").values_list("slot", "points"))
        if any(TYPES[slot["type"]].by_hand for slot in attempt.paper["slots"])
        else {},
        decided=decisions([slot["version"] for slot in attempt.paper["slots"]]),
    )


def graded_with(
    attempt: Attempt,
    bodies: Mapping[int, dict[str, Any]],
    *,
    answers: Mapping[int, Any],
    given: Mapping[int, dict[str, int]],
    decided: Mapping[int, Regrade],
) -> grading.Result:
    """The result for these answers, points given by hand, and regrades; reads nothing else."""
    slots = attempt.paper["slots"]
    by_hand = {slot["slot"]: bodies[slot["version"]] for slot in slots if slot["slot"] in given}
    return grading.grade(
        slots,
        {**bodies, **rekeyed(attempt, decided)},
        answers,
        pass_mark=attempt.paper["rules"]["pass_mark"],
        marks={slot: FreeText().marked(body, given[slot]) for slot, body in by_hand.items()},
        treated={version: regrade.treatment for version, regrade in decided.items()},
    )


def decisions(versions: list[int] | None = None) -> dict[int, Regrade]:
    """The latest regrade of each of these versions (of any) that has one."""
    rows = Regrade.objects.order_by("pk")
    if versions is not None:
        rows = rows.filter(version__in=versions)
    return {row.version_id: row for row in rows}


def rekeyed(attempt: Attempt, decided: Mapping[int, Regrade]) -> dict[int, dict[str, Any]]:
    """The bodies of the versions whose key was changed, in the language of the attempt."""
    return {
        version: regrade.bodies.get(attempt.locale) or next(iter(regrade.bodies.values()))
        for version, regrade in decided.items()
        if regrade.treatment == Treatment.REKEY
    }


def settle(attempt: Attempt, result: grading.Result) -> None:
    """Write the result of a locked attempt, and the progress that it makes.

    Graded anew, a pass stays a pass; and the first moment stays, from which waiting times count.
    """
    is_pre_test = attempt.paper["rules"].get("purpose") == rules.PRE_TEST
    had_score = attempt.score is not None
    attempt.state = AttemptState.GRADED
    attempt.graded_at = attempt.graded_at or timezone.now()
    attempt.grading_version = grading.VERSION
    attempt.score, attempt.result = result.score, result.as_json()
    # In a pre-test there is nothing to pass: done is done.
    attempt.passed = bool(attempt.passed) or result.passed or is_pre_test
    attempt.save()
    if had_score:  # also one that is being counted at this moment
        mark_stale(attempt.item_uuid)
    if attempt.passed:
        close_requests(attempt.enrolment_id, attempt.item_uuid)
        record_progress(
            enrolment=attempt.enrolment,
            item_uuid=attempt.item_uuid,
            evidence=ItemProgress.Evidence.HANDED_IN
            if is_pre_test
            else ItemProgress.Evidence.PASSED,
            score=None if is_pre_test else result.score,
        )
