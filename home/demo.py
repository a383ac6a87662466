"""Demo people for development: they use the same services as everybody."""

from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from certificates.preparing import prepare
from certificates.services import certificates_for_person
from courses.assessment import services as assessment
from courses.editions import content
from courses.learning import services as learning
from courses.learning.access import enrolment_of
from courses.models import Enrolment, Offering, Person, QuestionVersion
from courses.people.services import person_for, set_certificate_name
from home.privacy.terms import accept
from home.standard_pages import terms_version
from lms.users.models import User

from . import demo_organisation, first_pages

PASSWORD = "learn-safely-2026"  # noqa: S105 (development only)
STARTERS = settings.BASE_DIR / "courses/starter"
COURSE = "child-protection-in-peacekeeping"
STARTER = STARTERS / COURSE
OTHERS = (STARTERS / "training-of-trainers",)
STAFF = {
    "author": "Course authors",
    "reviewer": "Course reviewers",
    "registrar": "Certificate registrars",
    "administrator": "Organisation administrators",
    "facilitator": "Facilitators",
}
NAMES = {
    "learner": ("Amara", "Diallo"),
    "graduate": ("Lucía", "Fernández"),
    "facilitator": ("Joseph", "Otieno"),
    "manager": ("Nadia", "Benali"),
}


def load(starter: Path = STARTER, others: tuple[Path, ...] = OTHERS) -> None:
    """The starter courses, released, and everybody who tries them out."""
    with transaction.atomic():  # all of it, or a next start begins again
        for path in (starter, *others):
            call_command("load_course", str(path), "--release", verbosity=0)
        for language in first_pages.languages():
            first_pages.write(language)
        for name, group in STAFF.items():
            account(name).groups.add(Group.objects.get(name=group))
        for offering in Offering.objects.all():
            offering.facilitators.add(person("facilitator"))
        offering = Offering.objects.get(course__slug=COURSE)
        half_way(learning.enrol(person=person("learner"), offering=offering, locale="en"))
        graduate = person("graduate")
        finish(learning.enrol(person=graduate, offering=offering, locale="en"))
        for certificate in certificates_for_person(graduate):
            prepare(certificate=certificate)  # at once: the worker has the whole course to index
        demo_organisation.load(person=person, half_way=half_way, finish=finish, offering=offering)


def account(name: str) -> User:
    """An account that can sign in at once."""
    email = f"{name}@example.org"
    user = User.objects.for_email(email)
    if user is None:
        user = User.objects.create_user(username=name, email=email, password=PASSWORD)
        user.first_name = "" if name in NAMES else name.title()
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if version := terms_version():
            accept(person=person_for(user=user), version=version)
    return user


def person(name: str) -> Person:
    given, family = NAMES[name]
    return set_certificate_name(
        person=person_for(user=account(name)),
        given_name=given,
        family_name=family,
        time_zone="Africa/Nairobi",
    )


def half_way(enrolment: Enrolment) -> None:
    """Tick the first half of what is required; the test before the course is left out."""
    items = [item for item in content.outline(enrolment.edition, "en").items if item.required]
    for item in items[: len(items) // 2]:
        learning.mark_done(enrolment=enrolment, item_uuid=item.uuid)


def finish(enrolment: Enrolment) -> None:
    """Tick every lesson and answer every question right of the quizzes that count."""
    for item in content.outline(enrolment.edition, "en").items:
        if item.kind == "lesson":
            learning.mark_done(enrolment=enrolment, item_uuid=item.uuid)
        elif item.required:
            pass_quiz(enrolment, item.uuid)


def pass_quiz(enrolment: Enrolment, item_uuid) -> None:
    attempt = assessment.start(enrolment=enrolment, item_uuid=item_uuid)
    answers = {slot["slot"]: right_answer(slot) for slot in attempt.paper["slots"]}
    assessment.save_form(attempt=attempt, answers=answers, shown={}, client_uuid=attempt.uuid)
    assessment.submit(attempt=attempt)


def right_answer(slot: dict):
    """The fully right response to a slot of a paper."""
    body = QuestionVersion.objects.get(pk=slot["version"]).bodies["en"]
    right = sorted(choice["id"] for choice in body["choices"] if choice["correct"])
    return right if body["type"] == "multiple_choice" else right[0]


def verify_address() -> str | None:
    """Where the graduate's certificate is verified; None before there is one."""
    user = User.objects.for_email("graduate@example.org")
    enrolment = enrolment_of(user, COURSE) if user else None
    certificate = certificates_for_person(enrolment.person).first() if enrolment else None
    return f"{settings.BASE_URL}/verify/{certificate.code}/" if certificate else None
