"""Certificates that wait to be prepared, or that could not be: seen by registrars, tried again."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from lms.users.requests import post_only

from .access import for_registrars
from .models import Certificate
from .tasks import prepare_certificate

PAGE_SIZE = 50
WAITING = "certificates_registrar:waiting"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Those that failed first, then by how long they wait."""
    policy = policy_registry.get_by_type(Certificate)
    if not policy.user_has_any_permission(request.user, ("view", "change")):
        raise PermissionDenied
    failed_first = Case(When(problem="", then=Value(1)), default=Value(0))
    rows = Certificate.objects.unprepared().order_by(failed_first, "created_at", "pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")),
        "failed": rows.exclude(problem="").count(),
        "may_change": policy.user_has_permission(request.user, "change"),
    }
    return render(request, "certificates/admin/waiting.html", context)


@for_registrars
@post_only(WAITING)
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepared in the background, as the first time: keys are read there only."""
    found = Certificate.objects.unprepared().filter(pk=pk).first()
    if found:
        prepare_certificate.enqueue(found.pk)
        said = _("%(number)s is tried again now. Load this page again in a moment.")
        messages.success(request, said % {"number": found.number})
    else:
        messages.warning(request, _("It does not wait any more."))
    return redirect(WAITING)
