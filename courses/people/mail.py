"""Letters to people: text and HTML, in their language, only where there is an address."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from .models import Person


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
