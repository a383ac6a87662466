"""Letters about taking part, sent by the task worker after the commit."""

from typing import Any

from django.tasks import task

from courses.editions import content
from courses.people import mail

from .models import Completion, Enrolment


def _send(name: str, enrolment: Enrolment, **context: Any) -> None:
    outline = content.outline(enrolment.edition, enrolment.locale)
    mail.send(
        name,
        person=enrolment.person,
        locale=enrolment.locale,
        context={"enrolment": enrolment, "outline": outline, **context},
    )


def _enrolment(pk: int) -> Enrolment:
    return Enrolment.objects.select_related("person__user", "edition__course").get(pk=pk)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_enrolment_mail(enrolment_id: int) -> None:
    _send("enrolment", _enrolment(enrolment_id))


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_reminder_mail(enrolment_id: int) -> None:
    _send("reminder", _enrolment(enrolment_id))


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_completion_mail(completion_id: int) -> None:
    completion = Completion.objects.get(pk=completion_id)
    _send("completion", _enrolment(completion.enrolment_id), completion=completion)
