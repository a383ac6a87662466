"""The release page in the Wagtail admin."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.catalogue.models import CoursePage
from courses.editions.check import check
from courses.editions.freeze import difference
from courses.editions.snapshot import take
from courses.editions.unchanged import refresher

from . import release as releasing
from .access import may_release
from .forms import ReleaseForm
from .weight import overweight


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """Findings, the difference to the last edition, who is touched; and the button."""
    page = get_object_or_404(CoursePage, id=page_id)
    if not may_release(request.user, page):
        raise PermissionDenied
    form = ReleaseForm(request.POST or None)
    if form.is_valid() and _release(request, page, form):
        return redirect("wagtailadmin_explore", page.pk)
    findings = [*check(page), *overweight(page)]
    edition, snapshot = releasing.current_edition(page), take(page)
    context = {
        "page": page,
        "form": form,
        "blocking": [finding for finding in findings if finding.blocking],
        "advice": [finding for finding in findings if not finding.blocking],
        "edition": edition,
        "difference": difference(edition, snapshot),
        "refresher": refresher(edition, snapshot) if edition else None,
        "learners": releasing.learners_touched(page),
    }
    return render(request, "courses/studio/release.html", context)


def _release(request: HttpRequest, page: CoursePage, form: ReleaseForm) -> bool:
    try:
        edition = releasing.release(
            course_page=page,
            by=request.user,
            material=form.cleaned_data["change"] == "material",
            teach_out_on=form.cleaned_data["teach_out_on"],
        )
    except releasing.NotReady:
        messages.error(request, _("Not released: mend what is listed first."))
    except releasing.NothingChanged:
        messages.warning(request, _("Not released: nothing has changed since the last edition."))
    else:
        messages.success(
            request, _("Released: edition %(number)d is live.") % {"number": edition.number}
        )
        return True
    return False
