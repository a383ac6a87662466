"""The content of content.json as a released course, and learners in every state.

Run in the environment of the measured site: ``python -m tests.bench.data LEARNERS ATTEMPTS
FILE``. ATTEMPTS is how many shall be handed in and counted beforehand, FILE gets what the clients
have to know (see ``main``).
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.utils import timezone

django.setup()

from certificates.issuer import keys  # noqa: E402
from certificates.models import Certificate  # noqa: E402
from certificates.preparing import prepare  # noqa: E402
from courses.assessment import services as assessment  # noqa: E402
from courses.assessment.folding import count_attempts  # noqa: E402
from courses.editions import content  # noqa: E402
from courses.learning.services import record_progress  # noqa: E402
from courses.models import (  # noqa: E402
    CourseIndexPage,
    CourseObjective,
    CoursePage,
    Enrolment,
    LessonPage,
    Membership,
    ModulePage,
    Offering,
    QuestionBank,
    QuestionVersion,
)
from courses.people import growing, placing  # noqa: E402
from courses.people.organisations import Role  # noqa: E402
from courses.people.services import person_for  # noqa: E402
from courses.studio.release import release  # noqa: E402
from tests.crowd import PASSWORD, make_crowd, sign_in, tick  # noqa: E402
from tests.factories.attempts import make_attempts  # noqa: E402
from tests.factories.courses import (  # noqa: E402
    choice,
    make_question,
    make_quiz,
    question_body,
)
from tests.factories.people import make_user  # noqa: E402

CONTENT = json.loads(Path(__file__).with_name("content.json").read_text())
TAKERS, GRADUATES = 16, 24
UNITS = 40
LOCALES = ("en", "es", "fr")


def make_course() -> CoursePage:
    page = CourseIndexPage.objects.get().add_child(
        instance=CoursePage(
            title="Safeguarding children",
            slug="safeguarding",
            summary="What safeguarding means, and what to do.",
            audience="Everybody who works with children.",
            duration_minutes=180,
            certificate_title="Safeguarding children, online part",
            certificate_note="A record of completion; not a UN document.",
            validity_months=24,
            outcomes=[{"type": "outcome", "value": "act on a concern"}],
            objectives=[CourseObjective(code="1.1", text="Act on a concern")],
        )
    )
    module = ModulePage()
    for section in CONTENT["sections"]:
        module = ModulePage(title=section["title"], slug=f"module-{section['n']}")
        page.add_child(instance=module)
        for number, lesson in enumerate(section["pages"], start=1):
            module.add_child(
                instance=LessonPage(
                    title=lesson["title"],
                    slug=f"lesson-{section['n']}-{number}",
                    body=[{"type": "rich_text", "value": lesson["html"]}],
                )
            )
    bank, count = make_bank(), len(CONTENT["questions"])
    steps = {"slug": "steps", "title": "One by one", "one_per_page": True, "required": False}
    make_quiz(module, bank, count=count, **steps)
    make_quiz(module, bank, count=count, slug="quiz", title="Quiz")
    release(course_page=page)
    return page


def make_bank() -> QuestionBank:
    bank = QuestionBank.objects.create(name="Safeguarding", slug="safeguarding")
    for question in CONTENT["questions"]:
        choices = [
            choice(text, correct=number == question["correct"])
            for number, text in enumerate(question["choices"])
        ]
        make_question(bank, body=question_body("single_choice", question["text"], choices))
    return bank


def make_graduates(enrolments: list[Enrolment], items: list) -> list[dict[str, Any]]:
    """Everything done, and the certificate ready for download."""
    *most, last = items
    tick(enrolments, most)
    found = []
    for enrolment, session in zip(enrolments, sessions_of(enrolments), strict=True):
        done = record_progress(enrolment=enrolment, item_uuid=last, evidence="passed", score=90)
        certificate = prepare(certificate=Certificate.objects.get(completion_uuid=done.uuid))
        found.append({"session": session, "code": certificate.code, "uuid": str(certificate.uuid)})
    return found


def make_takers(enrolments: list[Enrolment], quiz) -> list[dict[str, Any]]:
    """In the middle of the quiz."""
    found = []
    for enrolment, session in zip(enrolments, sessions_of(enrolments), strict=True):
        attempt = assessment.start(enrolment=enrolment, item_uuid=quiz)
        orders = [slot["order"] for slot in attempt.paper["slots"]]
        found.append({"session": session, "attempt": str(attempt.uuid), "orders": orders})
    return found


def sessions_of(enrolments: list[Enrolment]) -> list[str]:
    return sign_in(enrolment.person.user for enrolment in enrolments)


def make_counted(enrolments: list[Enrolment], quiz: UUID, attempts: int) -> None:
    """So many attempts handed in, each learner's one after the other, and counted."""
    for number, done in enumerate(range(0, attempts, len(enrolments)), start=1):
        some = enrolments[: attempts - done]
        make_attempts(quiz, some, number=number, locale=LOCALES[number % 3], seed=number)
    count_attempts()


def make_organisation(crowd: list[Enrolment]) -> dict[str, str]:
    """Everybody in one of its units, and half of them enrolled long ago."""
    ministry = growing.add(name="Ministry")
    units = [growing.add(name=f"Unit {n}", parent=ministry) for n in range(UNITS)]
    Membership.objects.bulk_create(
        (
            Membership(person=e.person, organisation=units[n % UNITS], starts_on=date(2020, 1, 1))
            for n, e in enumerate(crowd)
        ),
        2000,
    )
    long_ago = timezone.now() - timedelta(days=60)
    Enrolment.objects.filter(pk__lt=crowd[len(crowd) // 2].pk).update(enrolled_at=long_ago)
    manager = person_for(user=make_user("manager"))
    placing.give_role(person=manager, organisation=ministry, role=Role.MANAGER)
    return {"organisation": str(ministry.uuid), "manager": sign_in([manager.user])[0]}


def main(learners: int, attempts: int, file: Path) -> None:
    keys.make()
    course = make_course()
    offering = Offering.objects.get()
    facilitator = make_user("facilitator", group="Facilitators")
    offering.facilitators.add(person_for(user=facilitator))
    items = content.outline(offering.course.current_edition, "en").items
    lessons = [item for item in items if item.kind == "lesson"]
    crowd = make_crowd(offering, learners)
    takers, graduates, rest = _split(crowd, TAKERS, GRADUATES)
    newcomers, readers = _split(rest, len(rest) // 2)
    tick(readers, [item.uuid for item in lessons[: len(lessons) // 2]])
    bodies = [version.bodies["en"] for version in QuestionVersion.objects.all()]
    quiz = next(item for item in items if item.slug == "quiz")
    author = make_user("author", group="Course authors")
    make_counted(readers, quiz.uuid, attempts)
    data = {
        "author": sign_in([author])[0],
        "quiz_item": str(quiz.uuid),
        "course": course.slug,
        "quiz": quiz.slug,
        "lessons": [item.slug for item in lessons],
        "right": [c["id"] for body in bodies for c in body["choices"] if c["correct"]],
        "offering": str(offering.uuid),
        "facilitator": sign_in([facilitator])[0],
        **make_organisation(crowd),
        "readers": [{"session": session} for session in sessions_of(readers)],
        "newcomers": [{"session": session} for session in sessions_of(newcomers)],
        "takers": make_takers(takers, quiz.uuid),
        "graduates": make_graduates(graduates, [item.uuid for item in items]),
        "password": PASSWORD,
        "emails": [enrolment.person.user.email for enrolment in readers],
    }
    file.write_text(json.dumps(data))


def _split(crowd: list[Enrolment], *sizes: int) -> list[list[Enrolment]]:
    """The first so many, the next so many, and the rest."""
    parts = []
    for size in sizes:
        parts.append(crowd[:size])
        crowd = crowd[size:]
    return [*parts, crowd]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
