"""Whether people have completed what a course asks for first; completions decide, nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses.editions import content
from courses.editions.models import Course, Edition
from courses.editions.prerequisites import Needed, needed_for
from courses.people.models import Person

from . import completion as rule
from .access import courses_to_join, courses_under_way
from .models import Completion, Enrolment, Offering

CHUNK = 2000  # people in one query


class Why(StrEnum):
    NONE = "none"
    EXPIRED = "expired"
    SCORE = "score"


@dataclass(frozen=True)
class Lack:
    """One thing somebody has to do first; ``score`` and ``valid_until`` of what they have.

    ``is_open``: they can take the course again today, or are doing so; only ``lacks_of`` asks.
    ``is_due``: what they have soon ends, so all of the course is taken again.
    """

    needed: Needed
    why: Why
    score: int | None = None
    valid_until: date | None = None
    is_open: bool = False
    is_due: bool = False


class PrerequisitesMissing(ValueError):
    """``lacks`` says, by the key of each person who may not enrol yet, what they have to do."""

    def __init__(self, lacks: dict[int, list[Lack]]) -> None:
        super().__init__(lacks)
        self.lacks = lacks


def needed_first(edition: Edition) -> list[Needed]:
    """In the language of whoever reads."""
    return needed_for(edition, get_language() or "en")


def asked_first(offering: Offering) -> str:
    """What an offering asks for first, in words; empty where nothing."""
    return in_words(needed_of(offering))


def needed_of(offering: Offering) -> list[Needed]:
    """What an offering asks for first; nothing before its course is released."""
    edition = _edition(offering.course)
    return needed_first(edition) if edition else []


def still_needed(offering: Offering, person: Person) -> str:
    """What this person has to complete before they can enrol, in words; empty where nothing."""
    edition = _edition(offering.course)
    lacks = lacking([person.pk], edition, timezone.localdate()) if edition else {}
    return in_words(lack.needed for lack in lacks.get(person.pk, []))


def _edition(course: Course) -> Edition | None:
    key = course.current_edition_id
    return content.edition_with_course(key) if key else None


def lacking(people: Collection[int], edition: Edition, today: date) -> dict[int, list[Lack]]:
    """Those of these persons who lack something, by their keys; one query for a few thousand."""
    needed = needed_first(edition)
    if not needed:
        return {}
    have = _held(people, [one.course for one in needed])
    found = {
        person: [
            lack
            for one in needed
            if (lack := _lack(one, have.get((person, one.course), []), today))
        ]
        for person in people
    }
    return {person: lacks for person, lacks in found.items() if lacks}


def lacks_of(person: Person | None, edition: Edition, today: date) -> list[Lack]:
    """What one person lacks; who has no record yet has completed nothing."""
    key = person.pk if person else 0
    lacks = lacking([key], edition, today).get(key, [])
    again = [lack.needed.course for lack in lacks if lack.why != Why.NONE]
    if not (person and again):
        return lacks
    is_open = courses_to_join(again, today, person.user) | courses_under_way(again, person)
    return [replace(lack, is_open=lack.needed.course in is_open) for lack in lacks]


def lacks_again(enrolment: Enrolment, today: date) -> list[Lack]:
    """What somebody who completed a course lacks to begin it again."""
    edition = _edition(enrolment.edition.course)
    return lacks_of(enrolment.person, edition, today) if edition else []


def that_ask_no_more(courses: Iterable[Course], person: int, today: date) -> set[UUID]:
    """Of these courses those for which a person has what is needed first; one query for all."""
    asked = {one.uuid: needed_first(edition) for one in courses if (edition := _edition(one))}
    needed = {one.course for rows in asked.values() for one in rows}
    have = _held([person], list(needed)) if needed else {}
    return {
        course
        for course, rows in asked.items()
        if not any(_lack(one, have.get((person, one.course), []), today) for one in rows)
    }


def require(people: Collection[int], edition: Edition, today: date) -> None:
    """Raises PrerequisitesMissing."""
    if lacks := lacking(people, edition, today):
        raise PrerequisitesMissing(lacks)


class _Held(NamedTuple):
    """What a completion says."""

    valid_until: date
    score: int | None
    completed_at: datetime

    def is_due(self, today: date) -> bool:
        completed_on = timezone.localdate(self.completed_at)
        return today >= rule.refresh_from(completed_on, self.valid_until)


def _held(people: Collection[int], courses: list[UUID]) -> dict[tuple[int, UUID], list[_Held]]:
    found: dict[tuple[int, UUID], list[_Held]] = {}
    for some in batched(sorted(people), CHUNK):
        rows = Completion.objects.filter(
            person__in=some, edition__course__uuid__in=courses, voided__isnull=True
        )
        names = ("person_id", "edition__course__uuid", "valid_until", "score", "completed_at")
        for person, course, *held in rows.values_list(*names):
            found.setdefault((person, course), []).append(_Held(*held))
    return found


def _lack(needed: Needed, completions: list[_Held], today: date) -> Lack | None:
    """The best of what is valid decides; else what ended last says what to do."""
    valid = [one for one in completions if one.valid_until >= today]
    if any((one.score or 0) >= needed.min_score for one in valid):
        return None
    if valid:
        best = max(valid, key=lambda one: one.score or 0)
        due = best.is_due(today)
        return Lack(needed, Why.SCORE, best.score, best.valid_until, is_due=due)
    if completions:
        last = max(completions, key=lambda one: one.valid_until)
        return Lack(needed, Why.EXPIRED, last.score, last.valid_until)
    return Lack(needed, Why.NONE)


def in_words(needed: Iterable[Needed]) -> str:
    """What is asked for, and nothing of what anybody has: for those who bring others in."""
    said = []
    for one in needed:
        text = _("“%(title)s” with %(score)d%% or more") if one.min_score else _("“%(title)s”")
        said.append(text % {"title": one.title, "score": one.min_score})
    return pgettext("between things in a list", "; ").join(said)
