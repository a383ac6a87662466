"""What the table is about: one of everything, and the people who ask for it."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from wagtail.images.models import AbstractRendition
from wagtail.models import Locale

from certificates.models import Certificate, CertificateTemplate, NameCorrection
from courses.assessment.regrading import regrade
from courses.assessment.services import submit
from courses.assessment.support import accommodate
from courses.catalogue.guided import GuidedTemplateBlock
from courses.feedback.services import flag
from courses.learning.services import mark_done
from courses.models import (
    Accommodation,
    Attempt,
    CourseEvaluation,
    Enrolment,
    Figure,
    LessonFlag,
    LessonPage,
    Offering,
    Person,
    Regrade,
    Topic,
)
from courses.people.services import person_for, set_certificate_name
from lms.files.models import CustomDocument, CustomMedia
from lms.users.models import User
from tests.factories.courses import SmallCourse, make_course, make_lesson, publish
from tests.factories.images import make_image
from tests.factories.manuals import make_manual, make_print
from tests.factories.people import make_enrolment, make_user
from tests.factories.quiz import answer_all, start
from tests.factories.regrades import version_of
from tests.factories.uploads import make_film
from tests.factories.written import hand_in, make_written_course

from .organisation_world import Organisations, make_organisations
from .payments import Money, make_money
from .row import ROLES

GROUPS = {
    "facilitator": "Facilitators",
    "author": "Course authors",
    "reviewer": "Course reviewers",
    "registrar": "Certificate registrars",
    "finance": "Finance",
    "administrator": "Organisation administrators",
}
NAME = {"given_name": "Amara", "family_name": "Diallo", "time_zone": "Africa/Nairobi"}


@dataclass
class World:
    users: dict[str, User]
    course: SmallCourse  # released, and changed since
    draft: SmallCourse  # never released, and unpublished
    finished: SmallCourse  # closed for enrolment, completed by the learner
    offering: Offering  # of the course, and the facilitator's
    others: Enrolment  # the other learner's in it
    accommodation: Accommodation  # the other learner's
    stranger: Enrolment  # of somebody else, in another offering of the course
    certificate: Certificate  # of the learner, for the finished course
    correction: NameCorrection  # of that certificate, waiting
    template: CertificateTemplate
    running: Attempt  # of the learner
    failed: Attempt  # the other's second, after which one has to wait
    topic: Topic
    figure: Figure
    document: CustomDocument
    film: CustomMedia
    rendition: AbstractRendition
    flag: LessonFlag  # of a lesson of the course
    evaluation: CourseEvaluation  # of the finished course, with a comment
    regrade: Regrade  # of a question of the course
    written: Attempt  # of the other, waiting for a mark in an offering of the facilitator
    money: Money
    organisations: Organisations
    training: SmallCourse  # whose learners read the manual of the course


def make_cast() -> dict[str, User]:
    names = ("learner", "other", "payer", *GROUPS, *ROLES)
    return {name: make_user(name, group=GROUPS.get(name, "")) for name in names}


def make_training(course: SmallCourse, learner: Person) -> SmallCourse:
    """The learner is to teach the course; the other learner is not."""
    training = make_course(quiz=False, lessons=1)
    make_print(make_manual(course, training=training.slug))
    make_enrolment(training.offering, learner)
    return training


def add_template(lesson: LessonPage) -> None:
    value = GuidedTemplateBlock().meta.preview_value
    lesson.body = [{"type": "guided_template", "value": value}]
    publish(lesson)


def make_world(users: dict[str, User]) -> World:
    """Who runs this runs what follows a commit too, so that the certificate is prepared."""
    course = make_course(image=make_image(), image_alt="A path")
    add_template(course.lessons[1])
    finished = make_course(quiz=False, lessons=1)
    offering = course.offering
    offering.facilitators.add(person_for(user=users["facilitator"]))
    learner, other = (
        set_certificate_name(person=person_for(user=users[name]), **NAME)
        for name in ("learner", "other")
    )
    completed = make_enrolment(finished.offering, learner)
    mark_done(enrolment=completed, item_uuid=finished.lessons[0].translation_key)
    Offering.objects.filter(pk=finished.offering.pk).update(is_open=False)
    elsewhere = Offering.objects.create(course=offering.course, title="Elsewhere")
    running = start(course, make_enrolment(offering, learner))
    others = make_enrolment(offering, other)
    [given] = accommodate(enrolments=[others], by=None, reason="Agreed.", extra_time_percent=50)
    failed = [submit(attempt=answer_all(start(course, others), right=False)) for _ in range(2)]
    essays = make_written_course()
    essays.offering.facilitators.add(person_for(user=users["facilitator"]))
    make_lesson(course.module)  # so that there is something to release
    draft = make_course(released=False)
    for page in draft.page.get_descendants(inclusive=True).specific():
        page.unpublish()
    flag(
        enrolment=others, item_uuid=course.lessons[0].translation_key, reason="wrong", note="2024?"
    )
    evaluation = CourseEvaluation.objects.create(
        edition=completed.edition,
        locale="en",
        month=date(2026, 1, 1),
        comment="Shorter.",
        **dict.fromkeys(("useful", "clear", "length", "care"), 4),
    )
    locale = Locale.get_default()
    return World(
        users=users,
        course=course,
        draft=draft,
        finished=finished,
        offering=offering,
        others=others,
        accommodation=given,
        stranger=make_enrolment(elsewhere),
        certificate=Certificate.objects.get(),
        correction=NameCorrection.objects.create(
            certificate=Certificate.objects.get(),
            given_name="Amara",
            family_name="Diallo-Ba",
            why="misspelt",
        ),
        template=CertificateTemplate.objects.create(title="Ours", organisation="Example Aid"),
        running=running,
        failed=failed[-1],
        topic=Topic.objects.create(name="Protection", slug="protection", locale=locale),
        figure=Figure.objects.create(
            key="children",
            text="Many, in 2025.",
            source="A report",
            as_of=date(2026, 1, 1),
            locale=locale,
        ),
        document=CustomDocument.objects.create(
            title="Handout", file=ContentFile(b"%PDF-1.7", name="handout.pdf")
        ),
        film=make_film(),
        rendition=course.page.image.get_rendition("width-20|format-webp"),
        flag=LessonFlag.objects.get(),
        evaluation=evaluation,
        regrade=regrade(
            version=version_of(course),
            treatment="full_marks",
            bodies={},
            reason="Both were right.",
            by=None,
        ),
        written=hand_in(essays, make_enrolment(essays.offering, other)),
        money=make_money(users),
        organisations=make_organisations(users),
        training=make_training(course, learner),
    )
