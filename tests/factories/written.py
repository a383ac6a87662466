"""A course whose quiz has one question with choices and one that a person marks."""

import uuid

from courses.assessment import services
from courses.models import Attempt, Enrolment

from .courses import SmallCourse, make_course, make_quiz, publish
from .questions import make_one
from .quiz import start

RIGHT = "a"  # of the single choice
POINTS = {"a": 2, "b": 1}
ANSWER = "You need no proof.\nTell the focal point."


def make_written_course(*, lessons: int = 0, written: int = 1, **rules) -> SmallCourse:
    """``written``: how many of the two questions need a person."""
    small = make_course(lessons=lessons, quiz=False, released=False)
    small.questions = [make_one(small.bank, "free_text", key=f"w{n}") for n in range(written)]
    if written < 2:
        small.questions.append(make_one(small.bank, "single_choice"))
    small.quiz = publish(make_quiz(small.module, small.bank, count=2, **rules))
    small.release()
    return small


def hand_in(
    course: SmallCourse, enrolment: Enrolment, *, text: str | None = ANSWER, choice: str = RIGHT
) -> Attempt:
    attempt = start(course, enrolment)
    answers = {
        slot["slot"]: text if slot["type"] == "free_text" else choice
        for slot in attempt.paper["slots"]
    }
    services.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=uuid.uuid4())
    return services.submit(attempt=attempt)


def written_slots(attempt: Attempt) -> list[int]:
    return [s["slot"] for s in attempt.paper["slots"] if s["type"] == "free_text"]
