"""Certificates as learners get them: a small course, completed."""

import itertools
import uuid
from datetime import UTC, date, datetime

from django.utils import timezone

from certificates import claims as said
from certificates.designs.content import Content, built_in
from certificates.models import Certificate, CertificateDesign
from certificates.pages import TEMPLATE_VERSION
from certificates.preparing import prepare
from certificates.wording import printed
from courses.editions.models import ItemKind
from courses.learning import services as learning
from courses.learning.models import EnrolmentState
from courses.models import Completion, Course, Edition, EditionItem, Enrolment, Offering
from tests.crowd import make_crowd
from tests.factories.people import make_enrolment, make_person

_numbers = itertools.count(1)
CODE = "7K3QF9XW2MAB"
ISSUED = datetime(2026, 7, 14, 12, tzinfo=UTC)
POLICY = {
    "title": "Child protection",
    "certificate_title": "Child protection, online part",
    "certificate_note": "This is not a UN, KCS or government document.",
    "duration_minutes": 90,
    "outcomes": ["You can say who is a child.", "You report through the right channel."],
    "objectives": [{"code": "1.1", "text": "Define child"}],
}


def make_claims(*, given: str = "Amara", family: str = "Diallo", **policy) -> said.Claims:
    """Claims without a database."""
    return said.build(
        number="2026-7K3QF-9XW2M",
        given_name=given,
        family_name=family,
        policy={**POLICY, **policy},
        edition=1,
        completed_on=date(2026, 7, 14),
        valid_until=date(2028, 7, 14),
        issuer="Safe Learning",
        site="https://learn.example.org",
    )


def make_drawable(
    claims: said.Claims | None = None,
    *,
    locale: str = "en",
    design: Content | None = None,
    code: str = CODE,
    template: int = TEMPLATE_VERSION,
    credential: str = "",
) -> Certificate:
    """A certificate without a database, for its PDF."""
    claims, content = claims or make_claims(), design or built_in()
    return Certificate(
        claims=claims,
        wording=printed(claims, locale, content),
        code=code,
        design=CertificateDesign(content=content),
        template_version=template,
        credential=credential,
        created_at=ISSUED,
    )


def make_offering(**fields) -> Offering:
    """A released course of one lesson; without pages, which certificates know nothing of."""
    number = next(_numbers)
    course = Course.objects.create(uuid=uuid.uuid4(), slug=f"certified-{number}")
    course.current_edition = Edition.objects.create(
        course=course,
        number=1,
        policy={**POLICY, "validity_months": 24},
        checksum="0" * 64,
        released_at=timezone.now(),
    )
    course.save()
    EditionItem.objects.create(
        edition=course.current_edition,
        item_uuid=uuid.uuid4(),
        position=1,
        kind=ItemKind.LESSON,
        slug="lesson",
        title="Lesson",
        required=True,
        content_hash="0" * 64,
        source={},
    )
    return Offering.objects.create(course=course, title=f"Course {number}", **fields)


def make_completion(*, disclosure: str = "named", **names) -> Completion:
    """Somebody completed a course of one lesson."""
    offering = make_offering(disclosure=disclosure)
    enrolment = make_enrolment(offering, make_person(**names))
    lesson = enrolment.edition.items.get()
    completion = learning.mark_done(enrolment=enrolment, item_uuid=lesson.item_uuid)
    assert completion
    return completion


def certificate_of(completion: Completion) -> Certificate:
    return Certificate.objects.current().get(completion_uuid=completion.uuid)


def make_certificate(*, disclosure: str = "named", **names) -> Certificate:
    """One that is prepared and so counts as issued."""
    completion = make_completion(disclosure=disclosure, **names)
    return prepare(certificate=certificate_of(completion))


def make_completions(offering: Offering, count: int) -> list[Completion]:
    """Of people who got nothing for it, as before there were certificates."""
    now = timezone.now()
    rows = [
        Completion(
            enrolment=enrolment,
            person=enrolment.person,
            edition=enrolment.edition,
            completed_at=now,
            valid_until=date(now.year + 2, 1, 1),
        )
        for enrolment in make_crowd(offering, count, prefix=f"crowd{offering.pk}-")
    ]
    Enrolment.objects.filter(offering=offering).update(state=EnrolmentState.COMPLETED)
    return Completion.objects.bulk_create(rows, 500)
