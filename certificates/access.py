"""Who may end certificates and issue them to many: registrars."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def for_registrars[R](view: Callable[..., R]) -> Callable[..., R]:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> R:
        if not request.user.has_perm("certificates.change_certificate"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
