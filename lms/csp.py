"""Where our content security policy is another one: the Wagtail admin, and previews in it."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

ADMIN_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
}


class PreviewMixin:
    """For pages and snippets, before their other parents: the editor shows them in a frame.

    On a small phone, where most learners are, and on a computer. ``preview_csp`` is what a preview
    needs beyond the policy of the site.
    """

    preview_csp: ClassVar[dict[str, list[str]]] = {}
    preview_sizes: ClassVar[list[dict[str, Any]]] = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("On a phone")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("On a computer")},
    ]
    default_preview_size = "phone"

    def serve_preview(self, request: HttpRequest, mode_name: str, **kwargs: Any) -> HttpResponse:
        policy = cast(
            dict[str, list[str]],
            {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF], **self.preview_csp},
        )
        preview = super().serve_preview  # type: ignore[misc]
        return csp_override(policy)(preview)(request, mode_name, **kwargs)
