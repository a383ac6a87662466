"""Links to the pages every site needs, and what a signed-in person is asked once."""

from typing import Any

from django import template
from django.template.context import RequestContext

from home import standard_pages
from home.privacy import terms

register = template.Library()
ASKED_IN = {"home", "learning"}  # never in the middle of a quiz, nor who verifies something


@register.simple_tag
def standard_pages_links() -> dict[str, standard_pages.PageLink]:
    """By purpose; without a query while nothing is published."""
    return standard_pages.links()


@register.inclusion_tag("home/privacy/_terms_notice.html", takes_context=True)
def terms_notice(context: RequestContext) -> dict[str, Any]:
    """Asks who has not accepted the terms that hold; empty for everybody else."""
    request, user = context.get("request"), context.get("user")
    if request is None or user is None or not user.is_authenticated:
        return {}
    match = getattr(request, "resolver_match", None)
    if match is None or match.app_name not in ASKED_IN or not terms.has_to_accept(request):
        return {}
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "terms": standard_pages.links().get(standard_pages.Purpose.TERMS),
        "version": str(standard_pages.terms_version()),
        "back": request.get_full_path(),
    }
