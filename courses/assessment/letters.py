"""Letters about results, sent by the task worker after the commit; none of them says a score."""

from django.tasks import task

from courses.people import mail

from .models import Attempt


def _send(name: str, attempt_id: int) -> None:
    attempt = Attempt.objects.select_related("enrolment__person__user").get(pk=attempt_id)
    mail.send(
        name,
        person=attempt.enrolment.person,
        locale=attempt.enrolment.locale,
        context={"attempt": attempt, "title": attempt.paper["title"]},
    )


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_result_mail(attempt_id: int) -> None:
    _send("result", attempt_id)


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_regraded_mail(attempt_id: int) -> None:
    _send("regraded", attempt_id)
