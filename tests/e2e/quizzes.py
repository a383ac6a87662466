"""A course of quizzes in the running site: every type of question, and every state of a quiz.

Their questions come from tests/factories/questions.py, one of each type, in the order of TYPES.
"""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from courses.assessment import services, support
from courses.assessment.folding import count_attempts
from courses.catalogue.review import show_everything
from courses.models import Attempt, Enrolment, Person, Question, QuizPage
from courses.questions.types import TYPES
from lms.users.models import User
from tests.crowd import make_crowd, sign_in
from tests.factories.courses import SmallCourse, make_course, make_quiz
from tests.factories.people import make_enrolment, make_person
from tests.factories.questions import BY_MACHINE, RIGHT, as_sent, make_every_type

SLUG = "every-kind-of-question"
NEWCOMERS = 60
GAINED = 6  # of the newcomers, who sat before and after
TELLING = {**show_everything(), "during": ["answer", "correctness", "feedback"]}
WRITTEN = "Proof is not needed: whoever is worried tells the focal point."
PEOPLE = ("sitter", "halfway")
WRONG = {
    "single_choice": {"": ["c"]},
    "multiple_choice": {"": ["c", "d"]},
    "true_false": {"": ["a"]},
    "matching": {"a": ["d"], "b": ["d"], "c": ["d"]},
    "ordering": {"a": ["4"], "b": ["3"], "c": ["2"], "d": ["1"]},
    "categorise": {"b": ["d"], "c": ["d"], "e": ["a"]},
    "short_text": {"": ["Nobody"]},
    "number": {"": ["21"]},
    "cloze": {"a": ["c"], "d": ["72"], "f": ["press"]},
}
Addresses = dict[str, str]


def make() -> tuple[Addresses, list[str]]:
    """The addresses of pages, and the sessions of people who have not begun."""
    course = make_course(slug=SLUG, title="Every kind of question", quiz=False, released=False)
    quizzes = _quizzes(course, make_every_type(course.bank))
    course.release()
    crowd = make_crowd(course.offering, NEWCOMERS, prefix="newcomer")
    sessions = sign_in(enrolment.person.user for enrolment in crowd)
    sitter, halfway = (make_enrolment(course.offering, make_person(name)) for name in PEOPLE)
    long_ago = timezone.now() - timedelta(days=2)
    closed = quizzes["closed"].translation_key
    window = {"opens_at": None, "closes_at": long_ago}
    support.set_windows(offering=course.offering, windows={closed: window})
    begun = {
        "untouched": _begin(sitter, quizzes["every-type"]),
        "half": _begin(halfway, quizzes["every-type"], ["single_choice", "ordering", "cloze"]),
        "timed": _begin(sitter, quizzes["timed"]),
        "all_right": _hand_in(_begin(sitter, quizzes["by-machine"], BY_MACHINE)),
        "all_wrong": _hand_in(_begin(halfway, quizzes["by-machine"], BY_MACHINE, right=False)),
        "used_up": _hand_in(_begin(sitter, quizzes["used-up"])),
        "before": _hand_in(_begin(sitter, quizzes["before"], ["single_choice", "number"])),
        "written": _hand_in(_begin(sitter, quizzes["written"], ["free_text"])),
    }
    begun["one_by_one"] = _begin(sitter, quizzes["one-by-one"], ["single_choice"])
    begun["checked"] = _begin(sitter, quizzes["checked"], BY_MACHINE)
    for slot in (1, 4):
        services.check_answer(attempt=begun["checked"], slot=slot)
    _sit_before_and_after(crowd[-GAINED:], quizzes)
    support.accommodate(
        enrolments=[sitter], by=None, reason="Agreed on 3 May.", extra_time_percent=50
    )
    count_attempts()
    addresses = {name: reverse("assessment:attempt", args=[a.uuid]) for name, a in begun.items()}
    return addresses | _of_staff(course, quizzes, begun["written"]), sessions[:-GAINED]


def _sit_before_and_after(enrolments: list[Enrolment], quizzes: dict[str, QuizPage]) -> None:
    """With something to show: little was known before, more afterwards."""
    for number, enrolment in enumerate(enrolments):
        few, many = BY_MACHINE[: 1 + number % 3], BY_MACHINE[: 4 + number % 5]
        _hand_in(_begin(enrolment, quizzes["before"], few))
        _hand_in(_begin(enrolment, quizzes["by-machine"], many))


def _of_staff(course: SmallCourse, quizzes: dict[str, QuizPage], written: Attempt) -> Addresses:
    """The pages of the demo facilitator, and of the demo author, about this course."""
    user = User.objects.for_email("facilitator@example.org")
    course.offering.facilitators.add(Person.objects.get(user=user))
    offering, question = (
        course.offering.uuid,
        Question.objects.get(bank=course.bank, key="matching"),
    )
    slot = written.paper["slots"][0]["slot"]
    return {
        "quizzes_offering": reverse("reports:offering", args=[offering]),
        "mark_one": reverse("reports:mark_one", args=[offering, written.uuid, slot]),
        "analysis": reverse("quiz_analysis", args=[quizzes["by-machine"].translation_key]),
        "question": reverse("wagtailsnippets_courses_question:inspect", args=[question.pk]),
        "regrade": reverse("regrade_question", args=[question.pk]),
    }


def _quizzes(course: SmallCourse, questions: list[Question]) -> dict[str, QuizPage]:
    by_type = {question.key: question for question in questions}
    machine = [by_type[kind] for kind in TYPES if kind in BY_MACHINE]
    return {
        slug: _quiz(course, slug, title, asked, **rules)
        for slug, title, asked, rules in (
            ("every-type", "Every type", questions, {}),
            ("by-machine", "Marked at once", machine, {}),
            ("timed", "Against the clock", machine, {"time_limit_minutes": 240}),
            ("closed", "Closed", machine, {}),
            ("used-up", "One attempt only", machine, {"attempts_allowed": 1}),
            ("before", "What you know already", machine, {"purpose": "pre_test"}),
            ("one-by-one", "One by one", machine, {"one_per_page": True}),
            ("checked", "With answers at once", machine, {"review": TELLING}),
            ("written", "In your own words", [by_type["free_text"]], {}),
        )
    }


def _quiz(
    course: SmallCourse, slug: str, title: str, asked: list[Question], **rules: object
) -> QuizPage:
    blueprint = [{"type": "fixed", "value": {"question": question.pk}} for question in asked]
    kind = {"attempts_allowed": 0, "wait_hours": 0, "feedback_when": "after_each", **rules}
    return make_quiz(
        course.module,
        course.bank,
        slug=slug,
        title=title,
        blueprint=blueprint,
        shuffle_questions=False,
        **kind,
    )


def _begin(
    enrolment: Enrolment, quiz: QuizPage, kinds: Sequence[str] = (), *, right: bool = True
) -> Attempt:
    """An attempt in which the questions of these types are answered."""
    attempt = services.start(enrolment=enrolment, item_uuid=quiz.translation_key)
    answers = {
        slot["slot"]: _answer(slot, right=right)
        for slot in attempt.paper["slots"]
        if slot["type"] in kinds
    }
    services.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=uuid.uuid4())
    return attempt


def _answer(slot: dict, *, right: bool) -> object:
    raw = RIGHT.get(slot["type"], {"": [WRITTEN]})
    raw = as_sent(slot["type"], raw if right else WRONG[slot["type"]], slot["order"])
    return TYPES[slot["type"]].clean(raw, slot["order"])


def _hand_in(attempt: Attempt) -> Attempt:
    return services.submit(attempt=attempt)
