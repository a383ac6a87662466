"""Requests of signed-in people."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import User

type View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """The type of a request behind login_required."""

    user: User


def post_only(back: str, *names: str) -> Callable[[View], View]:
    """For changes: who comes by GET, as after signing in again, is led to the page of the form.

    ``back`` is the name of that page's address, ``names`` which parts of this one it takes.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(back, **{name: kwargs[name] for name in names})

        return guarded

    return decorate
