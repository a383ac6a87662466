"""Letters about the record of a person, sent by the task worker after the commit."""

from django.conf import settings
from django.tasks import task

from . import mail
from .models import Person
from .records import ErasureRequest


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_erasure_letter(request_id: int, asked_in: str = "") -> None:
    """Unless it was taken back since; in the language that the person asked in, if they did."""
    rows = ErasureRequest.objects.waiting().select_related("person__user")
    request = rows.filter(pk=request_id).first()
    if request:
        locale = asked_in or request.person.language or settings.LANGUAGE_CODE
        mail.send("erasure", person=request.person, locale=locale, context={"request": request})


@task(queue_name=mail.QUEUE, priority=mail.PRIORITY)
def send_merged_letter(user_id: int) -> None:
    """Another address lets in to this account since two records became one."""
    person = Person.objects.select_related("user").filter(user=user_id).first()
    if person:
        locale = person.language or settings.LANGUAGE_CODE
        mail.send("merged", person=person, locale=locale, context={})
