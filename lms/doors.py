"""Where Wagtail sends whoever may not see something."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import RedirectView

_to_our_form = RedirectView.as_view(pattern_name="account_login", query_string=True)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """One way to sign in: Wagtail's own forms know neither our rate limits nor verified addresses.

    Who is signed in already would be sent back from there, and so on for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return _to_our_form(request)
