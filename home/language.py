"""The language in which somebody reads the site, as they chose it on any page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page

from courses.people.services import set_language
from lms.languages import remember

FIRST_PAGE = "/"


@csrf_exempt  # the form is on pages that are the same for all visitors, and changes words only
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Back to the page it was chosen on; remembered on the device, and for letters."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("The site is not there in this language."))
    if request.user.is_authenticated:
        set_language(user=request.user, language=language)
    with translation.override(language):
        response = redirect(_in_language(_came_from(request), language, request))
    remember(response, language)
    return response


def _came_from(request: HttpRequest) -> str:
    """The page of ours with the form, else the first page."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return FIRST_PAGE
    parts = urlsplit(referrer)
    if parts.path.startswith("//"):  # by itself it would be another site's address
        return FIRST_PAGE
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _in_language(address: str, language: str, request: HttpRequest) -> str:
    """The same page in that language; one that is not translated stays as it is, and says so."""
    path = urlsplit(address).path
    try:
        with translation.override(translation.get_language_from_path(path) or language):
            match = resolve(path)
    except Resolver404:
        return FIRST_PAGE
    if match.url_name != "wagtail_serve":
        return address
    if Page.find_for_request(request, match.args[0] if match.args else "") is None:
        messages.info(request, _("This page is not there in this language yet."))
        return address
    return address.replace(f"/{translation.get_language_from_path(path)}/", f"/{language}/", 1)
