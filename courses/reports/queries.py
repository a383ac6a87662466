"""Who is in an offering and how far; the number of queries does not grow with the learners."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef, Q

from courses.assessment.allowances import AttemptRequest
from courses.assessment.models import Attempt, Response
from courses.editions import content
from courses.editions.content import OutlineItem
from courses.editions.models import Edition, EditionItem, ItemKind
from courses.learning.access import give_editions
from courses.learning.models import (
    Enrolment,
    EnrolmentState,
    ItemProgress,
    Offering,
)
from courses.learning.outline import Progress, progress_of

PAGE_SIZE = 25
QUIET_AFTER = timedelta(days=14)


@dataclass
class Row:
    """``stuck``: the quizzes failed and not passed; ``is_quiet``: nothing done for two weeks.

    ``asked``: the quizzes for which another attempt is asked.
    """

    enrolment: Enrolment
    name: str
    progress: Progress
    last_activity: datetime
    is_quiet: bool
    stuck: list[dict[str, Any]]
    asked: set[UUID]


def quizzes_of(edition: Edition | None, locale: str) -> list[OutlineItem]:
    items = content.outline(edition, locale).items if edition else []
    return [item for item in items if item.kind == ItemKind.QUIZ]


def page_of_learners(
    offering: Offering, *, number: str, now: datetime, only_stuck: bool
) -> tuple[PaginatorPage, list[Row]]:
    """One page of an offering's learners, the latest first; eight queries."""
    learners = Enrolment.objects.filter(offering=offering).select_related("person").order_by("-pk")
    if only_stuck:
        help_ = needs_help(since=now - QUIET_AFTER)
        learners = learners.filter(help_, state=EnrolmentState.ACTIVE)
    page = Paginator(learners, PAGE_SIZE).get_page(number)
    enrolments = give_editions(page.object_list)
    ids = [enrolment.pk for enrolment in enrolments]
    progress, stuck, last_seen = progress_of(enrolments), _stuck(ids), _last_seen(ids)
    requests = _asked(ids)
    rows = []
    for e in enrolments:
        asked = {item.uuid for item in progress[e.pk].outline.items}
        last = max(e.enrolled_at, last_seen.get(e.pk, e.enrolled_at))
        rows.append(
            Row(
                enrolment=e,
                name=str(e.person),
                progress=progress[e.pk],
                last_activity=last,
                is_quiet=e.state == EnrolmentState.ACTIVE and last < now - QUIET_AFTER,
                stuck=[quiz for quiz in stuck.get(e.pk, []) if quiz["item_uuid"] in asked],
                asked=requests.get(e.pk, set()),
            )
        )
    return page, rows


def needs_help(*, since: datetime) -> Q:
    """Of somebody in the middle of a course: a failed quiz, or no sign of them since then."""
    mine = Attempt.objects.counted().filter(enrolment=OuterRef("pk"))
    passed = Attempt.objects.counted().filter(
        enrolment=OuterRef("enrolment"), item_uuid=OuterRef("item_uuid"), passed=True
    )
    ticks = ItemProgress.objects.filter(enrolment=OuterRef("pk"), completed_at__gte=since)
    answers = Response.objects.filter(attempt__enrolment=OuterRef("pk"), saved_at__gte=since)
    attempts = mine.filter(Q(started_at__gte=since) | Q(graded_at__gte=since))
    asked = EditionItem.objects.filter(
        edition=OuterRef("enrolment__edition"), item_uuid=OuterRef("item_uuid")
    )
    has_failed = Exists(mine.filter(Exists(asked), passed=False).exclude(Exists(passed)))
    was_seen = Q(enrolled_at__gte=since) | Exists(ticks) | Exists(answers) | Exists(attempts)
    has_asked = Exists(
        AttemptRequest.objects.filter(enrolment=OuterRef("pk"), answered_at__isnull=True)
    )
    return ~was_seen | Q(has_failed) | Q(has_asked)


def _last_seen(enrolments: list[int]) -> dict[int, datetime]:
    """When each last ticked a lesson, gave an answer, or began or handed in a quiz."""
    ticks = ItemProgress.objects.filter(enrolment__in=enrolments)
    answers = Response.objects.filter(attempt__enrolment__in=enrolments)
    attempts = Attempt.objects.filter(enrolment__in=enrolments)
    found: dict[int, datetime] = {}
    for rows in (
        ticks.values_list("enrolment").annotate(Max("completed_at")),
        answers.values_list("attempt__enrolment").annotate(Max("saved_at")),
        attempts.values_list("enrolment").annotate(Max("started_at"), Max("graded_at")),
    ):
        for enrolment, *moments in rows:
            known = [moment for moment in (*moments, found.get(enrolment)) if moment]
            found[enrolment] = max(known)
    return found


def _asked(enrolments: list[int]) -> dict[int, set[UUID]]:
    """For which quizzes each waits for an answer to a request for another attempt."""
    rows = AttemptRequest.objects.filter(enrolment__in=enrolments, answered_at__isnull=True)
    found: dict[int, set[UUID]] = {}
    for enrolment, item in rows.values_list("enrolment_id", "item_uuid"):
        found.setdefault(enrolment, set()).add(item)
    return found


def _stuck(enrolments: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Quizzes failed and not passed: {enrolment id: [{"item_uuid", "attempts", "score"}]}."""
    graded = Attempt.objects.counted().filter(enrolment__in=enrolments, passed__isnull=False)
    quizzes: dict[tuple[int, UUID], list[dict[str, Any]]] = {}
    for attempt in graded.values("enrolment_id", "item_uuid", "number", "score", "passed"):
        key = (attempt["enrolment_id"], attempt["item_uuid"])
        quizzes.setdefault(key, []).append(dict(attempt))
    found: dict[int, list[dict[str, Any]]] = {}
    for (enrolment, item), attempts in quizzes.items():
        if not any(attempt["passed"] for attempt in attempts):
            number, score = (max(a[what] for a in attempts) for what in ("number", "score"))
            row = {"item_uuid": item, "attempts": number, "score": score}
            found.setdefault(enrolment, []).append(row)
    return found
