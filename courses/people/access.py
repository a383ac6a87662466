"""Who a request comes from."""

from django.http import HttpRequest

from .models import Person


def person_of(request: HttpRequest) -> Person | None:
    """The person behind a signed-in request, without making one; one query, kept on the request."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_person"):
        request._person = Person.objects.for_user(request.user).first()  # type: ignore[attr-defined]
    return request._person  # type: ignore[attr-defined]
