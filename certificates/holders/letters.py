"""Letters to holders, sent by the task worker; they say no more than needed."""

from django.tasks import task

from certificates.models import Certificate, NameCorrection
from certificates.states import State
from courses.models import Completion, Person
from courses.people import mail

from .chain import newest


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_expiry_letter(certificate_id: int) -> None:
    """Unless it was ended, emptied or followed by a newer one since the letter was queued."""
    rows = newest(Certificate.objects.standing().filter(pk=certificate_id))
    certificate = rows.select_related("holder__user").first()
    if certificate and certificate.state == State.VALID and certificate.holder:
        _send("expiring", certificate, certificate.holder)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_correction_letter(correction_id: int) -> None:
    """What was decided; nothing where the holder was erased since."""
    rows = NameCorrection.objects.select_related("certificate__holder__user")
    correction = rows.filter(pk=correction_id).first()
    if correction and correction.certificate.holder:
        holder, name = correction.certificate.holder, f"name_{correction.decision}"
        _send(name, correction.certificate, holder, correction=correction)


def _send(name: str, certificate: Certificate, holder: Person, **context: object) -> None:
    """In the language the holder learnt in."""
    completions = Completion.objects.filter(uuid=certificate.completion_uuid)
    slug, locale = completions.values_list("edition__course__slug", "enrolment__locale").get()
    mail.send(
        name,
        person=holder,
        locale=locale,
        context={"certificate": certificate, "course_slug": slug, **context},
    )
