"""A quiz of two questions that every paper holds, and attempts at it."""

import uuid
from typing import Any

from courses.assessment import services
from courses.models import Attempt, QuestionVersion

from .courses import SmallCourse, make_course, make_quiz, publish
from .people import make_enrolment
from .questions import make_one
from .quiz import start


def make_fixed_course(*kinds: str, lessons: int = 0, **rules) -> SmallCourse:
    """The quiz draws all there is; one question of each of these types."""
    kinds = kinds or ("single_choice", "short_text")
    small = make_course(lessons=lessons, quiz=False, released=False)
    small.questions = [
        make_one(small.bank, kind, key=f"{kind}-{n}") for n, kind in enumerate(kinds)
    ]
    small.quiz = publish(make_quiz(small.module, small.bank, count=len(kinds), **rules))
    small.release()
    return small


def version_of(course: SmallCourse, number: int = 0) -> QuestionVersion:
    """The latest released version of a question."""
    key = course.questions[number].translation_key
    return QuestionVersion.objects.filter(question_uuid=key).order_by("number").last()


def sit(course: SmallCourse, *, enrolment=None, submits: bool = True, **answers: Any) -> Attempt:
    """An attempt with these answers, by the type of the question."""
    attempt = start(course, enrolment or make_enrolment(course.offering))
    given = {s["slot"]: answers[s["type"]] for s in attempt.paper["slots"] if s["type"] in answers}
    services.save_form(attempt=attempt, answers=given, shown={}, client_uuid=uuid.uuid4())
    return services.submit(attempt=attempt) if submits else attempt
