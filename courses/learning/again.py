"""Why a completed course may be taken again, and what of it counts as done then."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from courses.editions import content
from courses.editions.models import Edition
from courses.editions.prerequisites import scores_asked
from courses.editions.unchanged import unchanged
from courses.people.models import Person
from lms.users.models import User

from .access import courses_to_join, is_due, offering_to_join
from .models import Completion, Enrolment, EnrolmentState, ItemProgress, Offering
from .prerequisites import that_ask_no_more

TICK = ("item_uuid", "completed_at", "score")


class Again(StrEnum):
    ERROR = "error"  # it was recorded in error: from nothing
    SCORE = "score"  # another course asks for a higher score: the quizzes that make it
    NEWER = "newer"  # a material edition was released since: what is new
    DUE = "due"  # it has expired or soon will: from nothing


KEEP = (Again.SCORE, Again.NEWER)  # reasons for which something may count as done


def why_again(enrolment: Enrolment, today: date) -> Again | None:
    """None where the course is not completed, or there is no reason to take it again."""
    return reasons([enrolment], today).get(enrolment.pk)


def reasons(enrolments: Iterable[Enrolment], today: date) -> dict[int, Again]:
    """The same of many, by their keys, in one query."""
    here = {e.pk: e.edition for e in enrolments if e.state == EnrolmentState.COMPLETED}
    found = Completion.objects.filter(enrolment__in=here).select_related("voided")
    why = {done.enrolment_id: _why(done, here[done.enrolment_id], today) for done in found}
    return {key: reason for key, reason in why.items() if reason}


def again_here(enrolment: Enrolment, user: User, today: date) -> Again | None:
    """Why, where this person finds an offering to do it in."""
    why = why_again(enrolment, today)
    return why if why and offering_to_join(enrolment.edition.course.slug, today, user) else None


def all_again(enrolments: Iterable[Enrolment], user: User, today: date) -> dict[int, Again]:
    """The same of many completed ones of one person, by their keys, each with its completion at
    hand; without those of courses for which they lack what is needed first. Two queries for all."""
    here = {e.pk: (e, why) for e in enrolments if (why := _why(e.completion, e.edition, today))}
    if not here:
        return {}
    courses = {key: old.edition.course for key, (old, _reason) in here.items()}
    to_join = courses_to_join([course.uuid for course in courses.values()], today, user)
    [person] = {old.person_id for old, _reason in here.values()}
    able = that_ask_no_more(courses.values(), person, today) & to_join
    return {key: why for key, (_old, why) in here.items() if courses[key].uuid in able}


def _why(completion: Completion, edition: Edition, today: date) -> Again | None:
    if hasattr(completion, "voided"):
        return Again.ERROR
    if completion.valid_until < today:
        return Again.DUE
    soon = is_due(completion, today)
    score, asked = completion.score, scores_asked().get(edition.course.uuid, 0)
    if score is not None and score < asked:
        return Again.DUE if soon else Again.SCORE
    if edition.number < content.last_material(edition.course):
        return Again.NEWER
    return Again.DUE if soon else None


def ticks_at_first(
    person: Person, offering: Offering, edition: Edition, today: date
) -> list[dict[str, Any]]:
    """What counts as done when this person begins here, as fields of ItemProgress.

    What was done after the last completion of the course, in a cycle of this offering that ended
    without one; and what has not changed since that completion.
    """
    mine = Enrolment.objects.for_person(person)
    here = mine.filter(offering__course=offering.course_id).completed()
    done = here.select_related("edition__course", "completion").order_by("pk").last()
    kept = _kept_ticks(done, edition, today) if done else []
    last = mine.filter(offering=offering).order_by("cycle").last()
    if last and last.state != EnrolmentState.COMPLETED:
        rows = last.progress.exclude(evidence=ItemProgress.Evidence.UNCHANGED)
        if done:
            rows = rows.filter(completed_at__gt=done.completion.completed_at)
        own = list(rows.values(*TICK, "evidence"))
        own_items = {tick["item_uuid"] for tick in own}
        return own + [tick for tick in kept if tick["item_uuid"] not in own_items]
    return kept


def _kept_ticks(old: Enrolment, edition: Edition, today: date) -> list[dict[str, Any]]:
    """Of a completed enrolment what counts as done on this edition.

    Never all that is required: a certificate is not renewed by a click. Then what makes the score
    is to be taken again, or, where nothing does, everything.
    """
    why = why_again(old, today)
    if why not in KEEP:
        return []
    rows = old.progress.filter(item_uuid__in=unchanged(old.edition, edition)).values(*TICK)
    ticks = [{**tick, "evidence": ItemProgress.Evidence.UNCHANGED} for tick in rows]
    required = content.required_items(edition)
    if why == Again.SCORE or _has_all(ticks, required):
        ticks = [t for t in ticks if t["score"] is None or t["item_uuid"] not in required]
    return [] if _has_all(ticks, required) else ticks


def _has_all(ticks: Iterable[dict[str, Any]], required: frozenset[UUID]) -> bool:
    return required <= {tick["item_uuid"] for tick in ticks}
