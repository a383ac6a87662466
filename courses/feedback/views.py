"""Something wrong in a lesson, and how the course was."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.editions import content
from courses.learning import views as player
from courses.learning.access import enrolment_of, has_item
from courses.learning.models import EnrolmentState
from courses.people.minors import is_minor
from lms.users.requests import SignedInRequest

from . import services
from .forms import EvaluationForm, FlagForm
from .limits import TooMany
from .models import EvaluationGiven

TOO_MANY = 429


@login_required
@require_http_methods(["GET", "POST"])
def flag(request: SignedInRequest, course: str, item: str) -> HttpResponse:
    """Tell the authors what is wrong with a lesson or quiz."""
    enrolment = enrolment_of(request.user, course)
    outline = content.outline(enrolment.edition, enrolment.locale) if enrolment else None
    here = outline.by_slug.get(item) if outline else None
    if enrolment is None or here is None:
        raise Http404
    form = FlagForm(request.POST or None, is_minor=is_minor(enrolment.person))
    status = 200
    if form.is_valid():
        try:
            services.flag(enrolment=enrolment, item_uuid=here.uuid, **form.cleaned_data)
        except TooMany:
            form.add_error(None, _("You have told us a lot today, thank you. Go on tomorrow."))
            status = TOO_MANY
        else:
            messages.success(request, _("Thank you. The authors of the course will read it."))
            return redirect("learning:item", course, item)
    context = {"form": form, "item": here, "outline": outline}
    return render(request, "courses/feedback/flag.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def evaluate(request: SignedInRequest, course: str) -> HttpResponse:
    """How the course was, once, after completing it."""
    enrolment = enrolment_of(request.user, course)
    if enrolment and has_item(enrolment, "evaluation"):
        return player.item(request, course, "evaluation")
    if enrolment is None or enrolment.state != EnrolmentState.COMPLETED:
        raise Http404
    form = EvaluationForm(request.POST or None, is_minor=is_minor(enrolment.person))
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        services.evaluate(enrolment=enrolment, ratings=form.ratings, comment=comment)
        messages.success(request, _("Thank you. Your answers help the next learners."))
        return redirect("learning:course_home", course)
    if EvaluationGiven.objects.filter(enrolment=enrolment).exists():
        return redirect("learning:course_home", course)
    outline = content.outline(enrolment.edition, enrolment.locale)
    return render(request, "courses/feedback/evaluate.html", {"form": form, "outline": outline})
