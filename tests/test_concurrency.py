"""Everything at the same moment: one effect each, and nothing is lost."""

import json
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from certificates.models import Certificate, CertificateEvent
from courses.assessment import services
from courses.learning.services import enrol, mark_done
from courses.models import Attempt, Completion, Enrolment, Entitlement, ItemProgress, Response
from tests.at_once import at_once
from tests.factories.courses import make_course
from tests.factories.people import make_enrolment, make_person
from tests.factories.quiz import answer_all, response_to, start
from tests.learner import Learner
from tests.running_site import running_site
from tests.rush import LEARNERS, QUESTIONS

committing = pytest.mark.django_db(transaction=True)


@committing
def test_handing_in_from_20_threads_gives_one_result_and_one_certificate():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    for lesson in course.lessons:
        mark_done(enrolment=enrolment, item_uuid=lesson.translation_key)
    attempt = answer_all(start(course, enrolment), right=True)
    results = at_once([lambda: services.submit(attempt=attempt)] * 20)
    assert {(result.score, result.graded_at) for result in results} == {(100, results[0].graded_at)}
    assert ItemProgress.objects.filter(item_uuid=attempt.item_uuid).count() == 1
    assert Completion.objects.get().enrolment == enrolment
    assert Certificate.objects.get().completion_uuid == Completion.objects.get().uuid
    assert CertificateEvent.objects.count() == 1


@committing
def test_starting_a_quiz_from_10_threads_gives_one_attempt():
    course = make_course()
    enrolment = make_enrolment(course.offering)
    started = at_once([lambda: start(course, enrolment)] * 10)
    assert {attempt.pk for attempt in started} == {Attempt.objects.get().pk}


@committing
def test_enrolling_from_10_threads_gives_one_enrolment():
    offering, person = make_course(quiz=False).offering, make_person()
    enrolled = at_once([lambda: enrol(person=person, offering=offering, locale="en")] * 10)
    assert {enrolment.pk for enrolment in enrolled} == {Enrolment.objects.get().pk}
    assert Entitlement.objects.count() == 1


@committing
def test_of_answers_from_10_devices_the_latest_stands():
    course = make_course()
    attempt = start(course, make_enrolment(course.offering))
    order = attempt.paper["slots"][0]["order"]

    def save(sequence: int) -> bool:
        return services.save_response(
            attempt=attempt,
            slot=1,
            body=order[sequence % len(order)],
            client_uuid=uuid.uuid4(),
            sequence=sequence,
        )

    at_once([lambda n=number: save(n) for number in range(1, 11)])
    stored = Response.objects.get()
    assert (stored.sequence, stored.body) == (10, order[10 % len(order)])


@committing
def test_an_answer_that_was_accepted_is_graded():
    """Saving and handing in at the same moment: each answer is refused, or it counts."""
    course = make_course()
    attempt = start(course, make_enrolment(course.offering))
    right = {slot["slot"]: response_to(slot, right=True) for slot in attempt.paper["slots"]}

    def save(slot: int) -> bool:
        try:
            return services.save_response(
                attempt=attempt, slot=slot, body=right[slot], client_uuid=uuid.uuid4(), sequence=1
            )
        except services.AlreadySubmitted:
            return False

    calls = [lambda s=slot: save(s) for slot in right]
    *accepted, graded = at_once([*calls, lambda: services.submit(attempt=attempt)])
    points = [graded.result["points"][str(slot)] == [1, 1] for slot in right]
    assert points == accepted


# --- through the real server --------------------------------------------------------------------


def answer(learner: Learner, quiz: str, right: set[str]) -> None:
    """The first answer by itself, and then the whole form."""
    learner.start(quiz, right)
    learner.save(next(iter(learner.answers)))
    learner.save_all()


@pytest.mark.timeout(300)  # seconds; about 20 on a machine with nothing else to do
def test_200_learners_who_hand_in_at_once_lose_nothing(tmp_path: Path):
    fill = ("shell", "--no-imports", "-c", f"from tests.rush import prepare; prepare('{tmp_path}')")
    with running_site(tmp_path, os.environ.get("DATABASE_URL"), data=fill) as site:
        data = json.loads((tmp_path / "rush.json").read_text())
        host = urlsplit(site.url).netloc
        learners = [Learner(host, session) for session in data["sessions"]]
        assert len(learners) == LEARNERS
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda one: answer(one, data["quiz"], set(data["right"])), learners))
        results = at_once([one.hand_in for one in learners])
        read = ("shell", "--no-imports", "-c", "from tests.rush import outcome; outcome()")
        rows = json.loads(site.manage(*read))
        assert "Internal Server Error" not in site.log()
    outcome = {f"/attempts/{row.pop('attempt')}/": row for row in rows}
    assert results == [f"{one.attempt}result/" for one in learners]
    for one in learners:
        assert len(one.kept) == QUESTIONS
        assert outcome[one.attempt] == one.outcome()
    assert len(outcome) == LEARNERS
