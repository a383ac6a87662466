"""The running site with what production sends: hashed, joined and compressed files, no DEBUG."""

from lms.settings.base import LANGUAGES as REAL_LANGUAGES
from lms.settings.e2e import *  # noqa: F403
from lms.settings.e2e import CACHES, VAR_DIR

DEBUG = False
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = REAL_LANGUAGES
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.storage.StaticStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
# Not the other site's: a page in its cache names the files as that one serves them.
CACHES = {"default": {**CACHES["default"], "LOCATION": VAR_DIR / "compressed-cache"}}
