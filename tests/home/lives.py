"""Somebody with one of everything, to be shown, erased and merged."""

from datetime import date

from courses.assessment.allowances import AttemptRequest, RetryGrant
from courses.assessment.marking import mark
from courses.assessment.support import accommodate
from courses.feedback.services import evaluate, flag
from courses.learning.services import mark_done
from courses.models import Enrolment, Membership, Organisation, Person
from courses.people import looking
from courses.people.services import person_for
from home.privacy.terms import accept
from lms.users.models import User
from tests.certificates.builders import make_offering
from tests.factories.courses import SmallCourse, make_course
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start
from tests.factories.written import POINTS, hand_in, make_written_course, written_slots

RATINGS = dict.fromkeys(("useful", "clear", "length", "care"), 5)


def make_life(person: Person, *, course: SmallCourse | None = None) -> Enrolment:
    """Works, learns, fails, is helped, writes, completes, holds a certificate, is looked at.

    Returns the running enrolment in ``course``.
    """
    unit = Organisation.add_root(name="Contingent")
    Membership.objects.create(person=person, organisation=unit, service_number="SN-4711-QX")
    helper = make_user(group="Facilitators")
    running = _learns(course or make_course(), person, helper)
    _writes(person, helper)
    completed = _completes(person)
    flag(
        enrolment=running, item_uuid=running.progress.first().item_uuid, reason="wrong", note="2024"
    )
    evaluate(enrolment=completed, ratings=RATINGS, comment="Good.")
    accept(person=person, version=date(2026, 11, 29))
    looking.note(by=helper, people=[person.pk], what=looking.What.PROGRESS)
    return running


def _learns(course: SmallCourse, person: Person, helper: User) -> Enrolment:
    course.offering.facilitators.add(person_for(user=helper))
    enrolment = make_enrolment(course.offering, person)
    mark_done(enrolment=enrolment, item_uuid=course.lessons[0].translation_key)
    quiz = course.quiz.translation_key
    answer_all(start(course, enrolment), right=False)
    accommodate(enrolments=[enrolment], by=helper, reason="Agreed.", extra_attempts=1)
    given = {"enrolment": enrolment, "item_uuid": quiz}
    RetryGrant.objects.create(**given, reason="We talked.", granted_by=helper)
    AttemptRequest.objects.create(**given)
    return enrolment


def _writes(person: Person, helper: User) -> None:
    essays = make_written_course()
    essays.offering.facilitators.add(person_for(user=helper))
    text = f"My name is {person.full_name}."
    attempt = hand_in(essays, make_enrolment(essays.offering, person), text=text)
    [slot] = written_slots(attempt)
    said = f"Well done, {person.given_name}."
    mark(attempt=attempt, slot=slot, points=POINTS, comment=said, by=helper)


def _completes(person: Person) -> Enrolment:
    enrolment = make_enrolment(make_offering(), person)
    mark_done(enrolment=enrolment, item_uuid=enrolment.edition.items.get().item_uuid)
    enrolment.refresh_from_db()
    return enrolment
