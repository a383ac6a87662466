"""Answers to what goes wrong; shown below an address of the site, with its headers."""

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, expect

from tests.e2e.pages import Show
from tests.e2e.world import NOBODY, Shown

FAULTS = (
    "400.html",
    "403.html",
    "403_csrf.html",
    "429.html",
    "500.html",
    "certificates/too_many.html",
)


def show_fault(template: str, show: Show, language: str) -> Page:
    """The answer to a fault, in the place of a page of the site."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string(template, request=request)
    page = show(Shown(NOBODY, "/worried/"), language=language)
    page.route("**/worried/", lambda route: route.fulfill(response=route.fetch(), body=html))
    page.reload()
    expect(page.get_by_role("heading", name="Worried")).to_have_count(0)
    return page
