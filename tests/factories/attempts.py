"""Many handed-in attempts, written in bulk: few distinct papers, answered as told."""

import random
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from courses.assessment import grading, services
from courses.editions import content
from courses.models import Attempt, Enrolment, Response

BATCH = 2000
PAPERS = 8

# From a body and whether it shall be right: what is answered.
type Answer = Callable[[dict, bool], Any]


def any_choice(body: dict, is_right: bool) -> Any:
    ids = [choice["id"] for choice in body["choices"] if choice["correct"] == is_right]
    return sorted(ids) if body["type"] == "multiple_choice" else ids[0]


def make_attempts(
    quiz: uuid.UUID,
    enrolments: Iterable[Enrolment],
    *,
    locale: str = "en",
    chance: Callable[[dict, float, random.Random], float] = lambda slot, ability, rng: ability,
    answer: Answer = any_choice,
    number: int = 1,
    seed: int = 1,
) -> list[Attempt]:
    """One attempt of each, graded; ``chance`` says how likely a slot is right for an ability."""
    enrolments, rng = list(enrolments), random.Random(seed)
    settings = content.quiz_settings(enrolments[0].edition, quiz)
    papers = [
        services._paper(enrolments[0], quiz, settings, seen=[], seed=f"{seed}-{n}")[0]
        for n in range(min(PAPERS, len(enrolments)))
    ]
    versions = {slot["version"] for paper in papers for slot in paper["slots"]}
    bodies = content.question_bodies(sorted(versions), locale)
    attempts, answers = [], []
    start = timezone.now() - timedelta(days=1)
    for place, enrolment in enumerate(enrolments):
        paper, ability = papers[place % len(papers)], rng.uniform(0.3, 1)
        given = {
            slot["slot"]: answer(bodies[slot["version"]], rng.random() < chance(slot, ability, rng))
            for slot in paper["slots"]
        }
        graded = grading.grade(
            paper["slots"],
            {slot["version"]: bodies[slot["version"]] for slot in paper["slots"]},
            given,
            pass_mark=paper["rules"]["pass_mark"],
        )
        attempts.append(
            Attempt(
                enrolment=enrolment,
                item_uuid=quiz,
                number=number,
                state="graded",
                locale=locale,
                paper=paper,
                started_at=start,
                graded_at=start + timedelta(minutes=9),
                grading_version=grading.VERSION,
                score=graded.score,
                passed=graded.passed,
                result=graded.as_json(),
            )
        )
        answers.append(given)
    Attempt.objects.bulk_create(attempts, BATCH)
    Response.objects.bulk_create(
        (
            Response(
                attempt=attempt,
                slot=slot,
                client_uuid=uuid.UUID(int=1),
                sequence=1,
                body=body,
                saved_at=start + timedelta(seconds=20 * slot),
            )
            for attempt, given in zip(attempts, answers, strict=True)
            for slot, body in given.items()
        ),
        BATCH,
    )
    return attempts
