"""Two hundred learners before the same quiz: written into a running site, and read out of it."""

import json
import sys
from pathlib import Path

from certificates.models import Certificate
from courses.models import Attempt, Completion, ItemProgress, QuestionVersion
from tests.crowd import make_crowd, sign_in, tick
from tests.factories.courses import make_course, make_question, make_quiz

LEARNERS = 200
QUESTIONS = 5


def prepare(folder: str) -> None:
    """A course with a quiz, and learners who have done everything else; see rush.json."""
    course = make_course(quiz=False, released=False)
    for _number in range(2 * QUESTIONS):
        make_question(course.bank)
    quiz = make_quiz(course.module, course.bank, count=QUESTIONS)
    course.release()
    enrolments = make_crowd(course.offering, LEARNERS)
    tick(enrolments, [lesson.translation_key for lesson in course.lessons])
    bodies = [version.bodies["en"] for version in QuestionVersion.objects.all()]
    data = {
        "quiz": f"/learn/{course.slug}/{quiz.slug}/quiz/",
        "sessions": sign_in(enrolment.person.user for enrolment in enrolments),
        "right": [c["id"] for body in bodies for c in body["choices"] if c["correct"]],
    }
    Path(folder, "rush.json").write_text(json.dumps(data))


def outcome() -> None:
    """What stands in the database afterwards, for each learner."""
    rows = Attempt.objects.select_related("enrolment").prefetch_related("responses")
    certificates = list(Certificate.objects.values_list("completion_uuid", flat=True))
    completions = dict(Completion.objects.values_list("enrolment", "uuid"))
    ticks = list(ItemProgress.objects.filter(score=100).values_list("enrolment", flat=True))
    found = [
        {
            "attempt": str(attempt.uuid),
            "state": attempt.state,
            "score": attempt.score,
            "answers": {response.slot: response.body for response in attempt.responses.all()},
            "sequences": {response.slot: response.sequence for response in attempt.responses.all()},
            "enrolment": attempt.enrolment.state,
            "ticks": ticks.count(attempt.enrolment_id),
            "certificates": certificates.count(completions.get(attempt.enrolment_id)),
        }
        for attempt in rows
    ]
    sys.stdout.write(json.dumps(found))
