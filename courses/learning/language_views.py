"""In which language a learner takes a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from courses.people.services import set_language
from lms.languages import remember
from lms.users.requests import SignedInRequest, post_only

from . import services
from .access import enrolment_of, has_item


@login_required
@post_only("learning:course_home", "course")
def change(request: SignedInRequest, course: str) -> HttpResponse:
    """From here on in another language; the site around it too. Back to where the learner was."""
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        raise Http404
    locale, item = request.POST.get("locale", ""), request.POST.get("item", "")
    back = ("learning:item", course, item) if has_item(enrolment, item) else None
    response = redirect(*(back or ("learning:course_home", course)))
    try:
        services.change_language(enrolment=enrolment, locale=locale)
    except services.NotTranslated:
        messages.error(request, _("The course is not there in this language."))
        return response
    with translation.override(locale):
        messages.success(request, _("You take the course in this language now. Nothing is lost."))
    set_language(user=request.user, language=locale)
    remember(response, locale)
    return response
