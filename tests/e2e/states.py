"""People and certificates in the states that nobody reaches in a minute; run in a running site.

``manage.py shell -c "from tests.e2e.states import make; make()"`` prints as JSON the addresses, and
the sessions of people who have not begun a quiz.
"""

import json
import sys
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from certificates import rendering, services, signing
from certificates.bulk import jobs
from certificates.holders import corrections
from certificates.issuer import status
from certificates.models import Certificate, CertificateTemplate
from certificates.preparing import prepare
from certificates.states import Reason
from courses.assessment import services as assessment
from courses.editions import content
from courses.feedback import services as feedback
from courses.feedback.models import STATEMENTS
from courses.models import Attempt, Completion, Enrolment, Offering, Person
from courses.people import erasure
from home.demo import COURSE, account, finish
from lms.pseudo import CLOSE, OPEN
from lms.users.models import User
from tests.crowd import sign_in
from tests.e2e import organisations, quizzes, rosters, shop
from tests.factories.people import make_enrolment, make_person

TRAINING = "training-of-trainers"
PEOPLE = (
    "waiting",
    "expired",
    "revoked",
    "longname",
    "expiring",
    "correcting",
    "protected",
    "confirmed",
    "secured",
    "erased",
    "trainer",
    *quizzes.PEOPLE,
    *shop.PEOPLE,
    *organisations.PEOPLE,
    *rosters.PEOPLE,
)
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
    for name in ("confirmed", "secured"):
        make_person(name)
    training = Offering.objects.get(course__slug=TRAINING)
    make_enrolment(training, _graduate("trainer").holder)
    yesterday = timezone.localdate() - timedelta(days=1)
    Completion.objects.filter(uuid=expired.completion_uuid).update(valid_until=yesterday)
    expired.valid_until, expired.claims["valid_until"] = yesterday, yesterday.isoformat()
    protected.disclosure = "protected"
    _end(revoked, replaced, registrar)
    holders = _holders(protected, longname)
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
    papers = {"expired": expired, "revoked": revoked, "protected": protected, "valid": longname}
    addresses |= {f"paper_{name}": _paper(certificate) for name, certificate in papers.items()}
    status.sign_due(now=timezone.now())
    addresses["no_pdf"] = reverse("certificates:pdf", args=[revoked.uuid])
    achievement = Certificate.objects.get(pk=longname.pk).achievement
    addresses["achievement"] = reverse("certificates:achievement", args=[achievement.uuid])
    addresses["pdf_longname"] = reverse("certificates:pdf", args=[longname.uuid])
    numbers = [longname.number, revoked.number, "2026-00000-00000"]
    wanted = {"numbers": numbers, "reason": "withdrawn", "note": "Made for looking at."}
    job = jobs.begin(kind="revoke", by=registrar, wanted=wanted)
    addresses["template"] = _template()
    addresses |= _records()
    addresses["bulk_job"] = reverse("certificates_registrar:bulk_job", args=[job.uuid])
    more, sessions = quizzes.make()
    addresses |= shop.pages()
    more |= organisations.make()
    more |= rosters.make()
    made = {"addresses": addresses | holders | more, "sessions": sessions}
    sys.stdout.write(json.dumps(made))


def _records() -> dict[str, str]:
    """Somebody who asked to be erased; and two records of one person."""
    asked = _enrolled("erased").person
    erasure.ask(person=asked)
    kept, merged = make_person("merging"), make_person("merged")
    two = f"{reverse('merge_people')}?keep={kept.uuid}&merge={merged.uuid}"
    return {"merge": two, "erase_person": reverse("erase_person", args=[kept.uuid])}


def _template() -> str:
    """The editor of one; its title, which Wagtail shows as a heading, counts as translated."""
    title = f"{OPEN}Example Aid{CLOSE}"
    template = CertificateTemplate.objects.create(title=title, organisation="Example Aid")
    return reverse(CertificateTemplate.snippet_viewset.get_url_name("edit"), args=[template.pk])


def _paper(certificate: Certificate) -> str:
    """The address in its large QR code, signed as the certificate is now."""
    signing.sign(certificate)
    certificate.save()
    return rendering.offline_url(certificate).removeprefix(certificate.claims["site"])


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


def _holders(protected: Certificate, longname: Certificate) -> dict[str, str]:
    """Pages of certificates: one ends soon and follows another, one waits for another name."""
    first = _graduate("expiring")
    _let_end(first, -30)
    enrolment = Completion.objects.get(uuid=first.completion_uuid).enrolment
    expiring = _finished(make_enrolment(enrolment.offering, enrolment.person))
    _let_end(expiring, 20)
    correcting = _graduate("correcting")
    names = {"given_name": "Amara Nia", "family_name": "Diallo"}
    asked = corrections.ask(certificate=correcting, **names, why="misspelt")
    shown = {"expiring": expiring, "correcting": correcting, "protected": protected}
    shown |= {"longname": longname}
    found = {f"mine_{key}": reverse("certificates:mine", args=[shown[key].uuid]) for key in shown}
    found["verify_again"] = reverse("certificates:verify", args=[expiring.code])
    found["correct"] = reverse("certificates:correct", args=[longname.uuid])
    found["correction"] = reverse("certificates_corrections:decide", args=[asked.pk])
    return found


def _let_end(certificate: Certificate, days: int) -> None:
    """Make it end in so many days, two years after it began."""
    until = timezone.localdate() + timedelta(days=days)
    begin = until - timedelta(days=730)
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(valid_from=begin, valid_until=until)
    at = timezone.now() + timedelta(days=days - 730)
    completions = Completion.objects.filter(uuid=certificate.completion_uuid)
    completions.update(completed_at=at, valid_until=until)
    Attempt.objects.filter(enrolment__completion__in=completions).update(graded_at=at)


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
    return _finished(_enrolled(name, **names))


def _finished(enrolment: Enrolment) -> Certificate:
    finish(enrolment)
    completion = Completion.objects.get(enrolment=enrolment)
    return prepare(certificate=Certificate.objects.get(completion_uuid=completion.uuid))


def graduate() -> None:
    """Prints a certificate that no other test looks at, with a session of its holder."""
    certificate = _graduate(f"graduate-{uuid4().hex[:8]}", given="Zoë", family="N’Diaye")
    [session] = sign_in([certificate.holder.user])
    found = {"uuid": str(certificate.uuid), "code": certificate.code, "number": certificate.number}
    sys.stdout.write(json.dumps({**found, "session": session}))


def _fail_twice(enrolment: Enrolment) -> None:
    items = content.outline(enrolment.edition, "en").items
    quiz = next(item for item in items if item.kind == "quiz" and item.required)
    for _number in range(2):
        attempt = assessment.start(enrolment=enrolment, item_uuid=quiz.uuid)
        assessment.submit(attempt=attempt)
