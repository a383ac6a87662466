"""What waits to be marked in an offering; the number of queries does not grow with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils.html import strip_tags
from django.utils.text import Truncator

from courses.assessment.codes import answer_code
from courses.assessment.marking import markable, waiting_in
from courses.assessment.marks import Mark
from courses.assessment.models import Attempt, AttemptState
from courses.editions import content
from courses.learning.models import Offering
from lms.users.models import User

PAGE_SIZE = 25
MOST = 500  # attempts looked at: those that wait longest
WORDS = 14


@dataclass(frozen=True)
class WrittenAnswer:
    """``name`` is empty where marking is blind. ``days`` since it was handed in, whole ones.

    Hours would tell whose it is, beside a list of who was active when.
    """

    attempt: UUID
    slot: int
    code: str
    quiz: UUID
    quiz_title: str
    question: int
    question_text: str
    name: str
    days: int


def queue_of(user: User, offering: Offering, *, now: datetime, locale: str) -> list[WrittenAnswer]:
    """The longest waiting first; five queries."""
    waiting = markable(user, offering).filter(state=AttemptState.SUBMITTED)
    rows = waiting.select_related("enrolment__person").order_by("handed_in_at", "pk")
    return _answers(waiting_in(rows[:MOST]), offering, now=now, locale=locale)


def _answers(
    found: list[tuple[Attempt, dict[str, Any]]], offering: Offering, *, now: datetime, locale: str
) -> list[WrittenAnswer]:
    texts = question_texts((slot["version"] for _attempt, slot in found), locale)
    return [
        WrittenAnswer(
            attempt=attempt.uuid,
            slot=slot["slot"],
            code=answer_code(attempt.uuid, slot["slot"]),
            quiz=attempt.item_uuid,
            quiz_title=attempt.paper["title"],
            question=slot["version"],
            question_text=texts[slot["version"]],
            name="" if offering.marking_is_blind else str(attempt.enrolment.person),
            days=(now - (attempt.handed_in_at or now)).days,
        )
        for attempt, slot in found
    ]


def question_texts(versions: Iterable[int], locale: str) -> dict[int, str]:
    """The first words of each question."""
    bodies = content.question_bodies(set(versions), locale)
    return {
        version: Truncator(strip_tags(body["prompt"])).words(WORDS)
        for version, body in bodies.items()
    }


def number_waiting(user: User, offering: Offering) -> int:
    """How many attempts wait for a mark."""
    return markable(user, offering).filter(state=AttemptState.SUBMITTED).count()


def next_after(
    queue: list[WrittenAnswer], answers: list[WrittenAnswer], here: tuple[UUID, int]
) -> WrittenAnswer | None:
    """The next of these answers behind a place in the queue; from the top again at its end."""
    places = {(a.attempt, a.slot): number for number, a in enumerate(queue)}
    place = places.get(here, -1)
    others = [a for a in answers if (a.attempt, a.slot) != here]
    behind = (a for a in others if places[a.attempt, a.slot] > place)
    return next(behind, next(iter(others), None))


@dataclass(frozen=True)
class MarkedAnswer:
    mark: Mark
    code: str


def page_of_marked(user: User, offering: Offering, *, number: str) -> tuple[PaginatorPage, list]:
    """What was marked last, to look at again; two queries."""
    rows = Mark.objects.filter(attempt__in=markable(user, offering))
    rows = rows.select_related("attempt", "marked_by").defer("attempt__paper").order_by("-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    found = [MarkedAnswer(m, answer_code(m.attempt.uuid, m.slot)) for m in page.object_list]
    return page, found
