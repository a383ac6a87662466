"""Development: SQLite under var/, e-mails as files under var/mail, demo people."""

import os

from lms.pseudo import install_pseudo_locale

from . import env, openid
from .base import *  # noqa: F403
from .base import LANGUAGES, LOCALE_PATHS, VAR_DIR
from .databases import database

DEBUG = False
DEMO = True
STYLEGUIDE = True
ISSUER_KEY_MAKES_ITSELF = True
SECRET_KEY = "development-only-secret-key-that-never-leaves-this-machine-0123456789"  # noqa: S105
PORT = os.environ.get("PORT", "8000")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
BASE_URL = f"http://127.0.0.1:{PORT}"
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL, f"http://localhost:{PORT}"]

STAFF_NEED_SECOND_FACTOR = env.boolean("STAFF_NEED_SECOND_FACTOR", default=False)
SOCIALACCOUNT_PROVIDERS = openid.settings_for(openid.providers({"http", "https"}))

VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR}/db.sqlite3")
}
# Shared by the server, the task worker and the commands, so that a publish is seen by all.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": VAR_DIR / "mail"},
    }
}
DEFAULT_FROM_EMAIL = "Safe Learning <no-reply@localhost>"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The task worker tells of every page it indexes; here only what goes wrong matters.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.tasks": {"level": "WARNING"}, "django_tasks": {"level": "WARNING"}},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [*LANGUAGES, install_pseudo_locale(VAR_DIR, LOCALE_PATHS)]
