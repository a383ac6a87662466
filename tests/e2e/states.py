"""People and certificates in the states that nobody reaches in a minute; run in a running site.

``manage.py shell -c "from tests.e2e.states import make; make()"`` prints as JSON the addresses, and
the sessions of people who have not begun a quiz.
"""

import json
import sys
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from certificates import services
from certificates.bulk import jobs
from certificates.models import Certificate, Reason
from certificates.preparing import prepare
from courses.assessment import services as assessment
from courses.editions import content
from courses.feedback import services as feedback
from courses.feedback.models import STATEMENTS
from courses.models import Completion, Enrolment, Offering, Person
from home.demo import COURSE, account, finish
from lms.users.models import User
from tests.e2e import quizzes
from tests.factories.people import make_enrolment, make_person

PEOPLE = ("waiting", "expired", "revoked", "longname", *quizzes.PEOPLE)
# Long, and with words that no line may break in: what a page must have room for.
LONG_NAME = {
    "given": "Maria Guadalupe Immaculada Concepción",
    "family": "Wickramasinghe-Ramanantsoanirina Rajaonarimampianina",
}


def make() -> None:
    registrar = account("registrar")
    waiting = _enrolled("waiting")
    _fail_twice(waiting)
    expired, revoked = _graduate("expired"), _graduate("revoked")
    replaced, protected = _graduate("replaced"), _graduate("protected")
    longname = _graduate("longname", **LONG_NAME)
    yesterday = timezone.localdate() - timedelta(days=1)
    Completion.objects.filter(uuid=expired.completion_uuid).update(valid_until=yesterday)
    Certificate.objects.filter(pk=expired.pk).update(valid_until=yesterday)
    Certificate.objects.filter(pk=protected.pk).update(disclosure="protected")
    _end(revoked, replaced, registrar)
    _tell(waiting, [expired, revoked, replaced, protected, longname])
    addresses = {
        f"verify_{name}": reverse("certificates:verify", args=[certificate.code])
        for name, certificate in (
            ("expired", expired),
            ("revoked", revoked),
            ("replaced", replaced),
            ("protected", protected),
            ("longname", longname),
        )
    }
    addresses["no_pdf"] = reverse("certificates:pdf", args=[revoked.uuid])
    achievement = Certificate.objects.get(pk=longname.pk).achievement
    addresses["achievement"] = reverse("certificates:achievement", args=[achievement.uuid])
    addresses["pdf_longname"] = reverse("certificates:pdf", args=[longname.uuid])
    numbers = [longname.number, revoked.number, "2026-00000-00000"]
    wanted = {"numbers": numbers, "reason": "withdrawn", "note": "Made for looking at."}
    job = jobs.begin(kind="revoke", by=registrar, wanted=wanted)
    addresses["bulk_job"] = reverse("certificates_registrar:bulk_job", args=[job.uuid])
    more, sessions = quizzes.make()
    made = {"addresses": addresses | more, "sessions": sessions}
    sys.stdout.write(json.dumps(made))


def _end(revoked: Certificate, replaced: Certificate, by: User) -> None:
    note = "Made for looking at."
    services.revoke(certificate=revoked, by=by, reason=Reason.WITHDRAWN, note=note)
    services.replace(
        certificate=replaced,
        by=by,
        reason=Reason.CORRECTED,
        note=note,
        given_name="Amara Nia",
        family_name="Diallo",
    )


def _tell(reader: Enrolment, graduates: list[Certificate]) -> None:
    """Something wrong in the first lesson, and how five people found the course."""
    lesson = content.outline(reader.edition, "en").items[0]
    feedback.flag(enrolment=reader, item_uuid=lesson.uuid, reason="unclear", note="Which year?")
    keys = [certificate.completion_uuid for certificate in graduates]
    for enrolment in Enrolment.objects.filter(completion__uuid__in=keys):
        ratings = dict.fromkeys(STATEMENTS, 4)
        feedback.evaluate(enrolment=enrolment, ratings=ratings, comment="More drawings.")


def _enrolled(name: str, **names: str) -> Enrolment:
    person: Person = make_person(name, **names)
    return make_enrolment(Offering.objects.get(course__slug=COURSE), person)


def _graduate(name: str, **names: str) -> Certificate:
    enrolment = _enrolled(name, **names)
    finish(enrolment)
    completion = Completion.objects.get(enrolment=enrolment)
    return prepare(certificate=Certificate.objects.get(completion_uuid=completion.uuid))


def _fail_twice(enrolment: Enrolment) -> None:
    items = content.outline(enrolment.edition, "en").items
    quiz = next(item for item in items if item.kind == "quiz")
    for _number in range(2):
        attempt = assessment.start(enrolment=enrolment, item_uuid=quiz.uuid)
        assessment.submit(attempt=attempt)
