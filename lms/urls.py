"""Every address of the site, grouped by who answers it."""

from functools import partial

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.urls import include, path, re_path
from django.views.decorators.csp import csp_override
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import doors
from .csp import ADMIN_CSP
from .files.views import media

decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_override(ADMIN_CSP))

urlpatterns = [
    # Wagtail looks up any number, and the database cannot hold one of more than 18 digits.
    re_path(r"^(?:admin|documents)/(?:.*/)?\d{19,}/", partial(page_not_found, exception=Http404())),
    path("", include("home.urls")),
    path("", include("certificates.urls")),
    path("", include("courses.urls")),
    path("accounts/", include("lms.users.urls")),
    path("admin/login/", doors.sign_in),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Without a slash in the name: images/../documents/… would go round the rights of a document.
    re_path(
        r"^media/(?P<path>(?:images|original_images)/[^/]+)$",
        serve,
        {"document_root": settings.MEDIA_ROOT},
    ),
    re_path(r"^media/(?P<path>(?:media|captions)/[\w.-]+)$", media),
]

urlpatterns += i18n_patterns(
    path("_util/login/", doors.sign_in),
    path("", include(wagtail_urls)),
)
