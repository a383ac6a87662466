"""Whom the walks need and nobody becomes in a minute; run in a running site, as states.py is."""

import json
import sys
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db.models import F

from courses.assessment import services as assessment
from courses.editions import content
from courses.learning.services import mark_done
from courses.models import Attempt, Completion, Offering
from courses.people.groups import FACILITATORS
from home.demo import COURSE, right_answer
from tests.crowd import sign_in
from tests.factories.people import make_enrolment, make_person


def graduate(left_out: int = 0) -> None:
    """Prints who passed course 1 without some answers, none critical: score, address, session."""
    person = make_person(f"passed-{uuid4().hex[:8]}")
    enrolment = make_enrolment(Offering.objects.get(course__slug=COURSE), person)
    items = [item for item in content.outline(enrolment.edition, "en").items if item.required]
    for item in items:
        if item.kind == "lesson":
            mark_done(enrolment=enrolment, item_uuid=item.uuid)
    final = next(item for item in items if item.kind == "quiz")
    attempt = assessment.start(enrolment=enrolment, item_uuid=final.uuid)
    slots = attempt.paper["slots"]
    open_ones = [slot for slot in slots if not slot["critical"]][:left_out]
    answers = {slot["slot"]: right_answer(slot) for slot in slots if slot not in open_ones}
    assessment.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=uuid4())
    assessment.submit(attempt=attempt)
    score = Completion.objects.get(enrolment=enrolment).score
    _tell(score=score, email=person.user.email, session=sign_in([person.user])[0])


def facilitator(course: str) -> None:
    """Prints a session of somebody new who supports the learners of a course, and of no other."""
    person = make_person(f"supporter-{uuid4().hex[:8]}", given="Ana", family="Pereira")
    person.user.groups.add(Group.objects.get(name=FACILITATORS))
    Offering.objects.get(course__slug=course).facilitators.add(person)
    _tell(session=sign_in([person.user])[0])


def a_day_later(email: str) -> None:
    """All that this person handed in was handed in a day earlier: the clock moves, no rule."""
    attempts = Attempt.objects.filter(enrolment__person__user__email=email)
    day = timedelta(hours=24, minutes=1)
    names = ("started_at", "handed_in_at", "graded_at")
    _tell(moved=attempts.update(**{name: F(name) - day for name in names}))


def _tell(**found: object) -> None:
    sys.stdout.write(json.dumps(found))
