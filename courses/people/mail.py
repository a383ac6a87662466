"""Letters to people: text and HTML, in their language, only where there is an address."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from .models import Person

QUEUE = "letters"
PRIORITY = 40  # somebody waits for it; indexing after a big import can come later
TRY_FOR = timedelta(days=1)  # a letter that is older than this surprises more than it helps
LONGEST_RUN = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=5)  # doubled after each try: seven tries in a day


def send(name: str, *, person: Person, locale: str, context: dict[str, Any]) -> bool:
    """Send templates/emails/<name>/; False where the person has no address."""
    address = person.user.email if person.user else None
    if not address:
        return False
    data = {**context, "person": person, "base_url": settings.BASE_URL}
    with translation.override(locale):
        subject = render_to_string(f"emails/{name}/subject.txt", data)
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{name}/body.txt", data),
            to=[address],
        )
        message.attach_alternative(render_to_string(f"emails/{name}/body.html", data), "text/html")
    message.send()
    return True


def put_back(*, now: datetime) -> int:
    """Queue again the letters of the last day that failed or whose worker died; how many.

    Each try waits longer. A worker that dies after the mail server took the letter sends it twice.
    """
    letters = DBTaskResult.objects.filter(queue_name=QUEUE, enqueued_at__gt=now - TRY_FOR)
    failed = Q(status=TaskResultStatus.FAILED)
    cut_off = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST_RUN)
    due = [
        letter.pk
        for letter in letters.filter(failed | cut_off)
        if letter.started_at + FIRST_WAIT * 2 ** len(letter.worker_ids) <= now
    ]
    return letters.filter(failed | cut_off, pk__in=due).update(status=TaskResultStatus.READY)
