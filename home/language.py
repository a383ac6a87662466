"""The language in which somebody reads the site, as they chose it on any page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page, Site

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
    path, mark, query = address.partition("?")
    here = translation.get_language_from_path(path)
    try:
        with translation.override(here or language):
            match = resolve(path)
    except Resolver404:
        return FIRST_PAGE
    if match.url_name != "wagtail_serve" or here is None:
        return address
    parts = [part for part in path.split("/") if part][1:]
    page = _page_at(parts, here, request)
    if page is None:
        return FIRST_PAGE
    if there := _translated(page, language, request):
        return f"{there}{mark}{query}"
    if _page_at(parts, language, request):  # with a notice: all pages, or courses, are shown so
        return address.replace(f"/{here}/", f"/{language}/", 1)
    messages.info(request, _("This page is not there in this language yet."))
    return address


def _page_at(parts: list[str], language: str, request: HttpRequest) -> Page | None:
    """What a visitor finds below the home page of a language; that may be another's."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    with translation.override(language):
        home = site.root_page.localized.specific
        try:
            return home.route(request, parts).page
        except Http404:
            return None


def _translated(page: Page, language: str, request: HttpRequest) -> str | None:
    """Its published translation, whatever address it has."""
    rows = Page.objects.live().filter(translation_key=page.translation_key)
    there = rows.filter(locale__language_code=language).first()
    return there.get_url(request) if there else None
