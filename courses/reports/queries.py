"""Who is in an offering and how far; the number of queries does not grow with the learners."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from courses.assessment.models import Attempt, Response
from courses.learning.access import give_editions
from courses.learning.models import Enrolment, ItemProgress, Offering
from courses.learning.outline import Progress, progress_of

PAGE_SIZE = 25


@dataclass
class Row:
    enrolment: Enrolment
    progress: Progress
    last_activity: datetime
    stuck: list[dict[str, Any]]


def page_of_learners(offering: Offering, *, number: str) -> tuple[PaginatorPage, list[Row]]:
    """One page of an offering's learners, the latest first; six queries."""
    paginator = Paginator(_with_activity(offering), PAGE_SIZE)
    page = paginator.get_page(number)
    enrolments = give_editions(page.object_list)
    progress = progress_of(enrolments)
    stuck = _stuck(enrolments)
    rows = [
        Row(e, progress[e.pk], e.last_activity, stuck.get(e.pk, []))  # type: ignore[attr-defined]
        for e in enrolments
    ]
    return page, rows


def _with_activity(offering: Offering) -> QuerySet[Enrolment]:
    ticks = ItemProgress.objects.filter(enrolment=OuterRef("pk")).values("enrolment")
    answers = Response.objects.filter(attempt__enrolment=OuterRef("pk"))
    last_tick = Subquery(ticks.annotate(last=Max("completed_at")).values("last"))
    last_answer = Subquery(
        answers.values("attempt__enrolment").annotate(last=Max("saved_at")).values("last")
    )
    since = "enrolled_at"
    return (
        Enrolment.objects.filter(offering=offering)
        .select_related("person")
        .annotate(
            last_activity=Greatest(since, Coalesce(last_tick, since), Coalesce(last_answer, since))
        )
        .order_by("-pk")
    )


def _stuck(enrolments: list[Enrolment]) -> dict[int, list[dict[str, Any]]]:
    """Quizzes failed and not passed: {enrolment id: [{"item_uuid", "attempts", "score"}]}."""
    rows = (
        Attempt.objects.counted()
        .filter(enrolment__in=enrolments, passed=False)
        .values("enrolment_id", "item_uuid")
        .annotate(attempts=Max("number"), score=Max("score"))
    )
    passed = set(
        Attempt.objects.filter(enrolment__in=enrolments, passed=True).values_list(
            "enrolment_id", "item_uuid"
        )
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if (row["enrolment_id"], row["item_uuid"]) not in passed:
            found.setdefault(row["enrolment_id"], []).append(dict(row))
    return found
