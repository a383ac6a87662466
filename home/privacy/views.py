"""My data: what is held about the person who looks, as a file, and its end."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.people import erasure
from courses.people.records import ErasureRequest
from courses.people.services import person_for, record_of
from lms.users.requests import SignedInRequest, post_only

from . import files, showing, terms

MINE = "home:my_data"


@login_required
@require_safe
@never_cache
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything by kind, the latest of each; the files have all of it."""
    person = record_of(request.user)
    waiting = ErasureRequest.objects.waiting().filter(person=person.pk)
    context = {
        "kinds": showing.on_page(person),
        "nobodys": showing.nobodys(),
        "erasure_due": waiting.values_list("due_at", flat=True).first(),
        "is_staff": erasure.is_staff(request.user),
    }
    return render(request, "home/privacy/my_data.html", context)


@login_required
@require_safe
@never_cache
def download_json(request: SignedInRequest) -> HttpResponseBase:
    content = files.as_json(record_of(request.user))
    return _attached(StreamingHttpResponse(content, content_type="application/json"), "json")


@login_required
@require_safe
@never_cache
def download_html(request: SignedInRequest) -> HttpResponseBase:
    return _attached(HttpResponse(files.as_html(record_of(request.user))), "html")


def _attached(response: HttpResponseBase, kind: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="my-data.{kind}"'
    return response


@login_required
@reauthentication_required
@require_http_methods(["GET", "POST"])
@never_cache
def erase(request: SignedInRequest) -> HttpResponse:
    """What goes and what stays; then ask for it."""
    if erasure.is_staff(request.user):
        messages.error(request, _("Your account has rights of staff. Ask an administrator first."))
        return redirect(MINE)
    if request.method == "POST":
        erasure.ask(person=person_for(user=request.user))
        said = _("You will be erased. Until then you can take it back here.")
        messages.success(request, said)
        return redirect(MINE)
    return render(request, "home/privacy/erase.html", {"days": settings.ERASURE_WAITING_DAYS})


@login_required
@post_only(MINE)
def keep(request: SignedInRequest) -> HttpResponse:
    """Take the wish to be erased back."""
    if erasure.undo(person=person_for(user=request.user)):
        messages.success(request, _("Nothing is erased. Everything stays as it is."))
    else:
        messages.warning(request, _("There was nothing to take back."))
    return redirect(MINE)


@login_required
@post_only("home:my_learning")
def accept_terms(request: SignedInRequest) -> HttpResponse:
    """In the version that was shown; then back to where one was."""
    if terms.accept_shown(request, request.user, request.POST.get("version", "")):
        messages.success(request, _("Thank you. We keep which version you accepted."))
    else:
        messages.warning(request, _("The terms have changed since. Please read them again."))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "home:my_learning")
