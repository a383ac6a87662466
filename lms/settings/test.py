"""Tests: fast hashing, e-mails in memory, tasks at once; the database from the environment."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from lms.pseudo import install_pseudo_locale

from .base import *  # noqa: F403
from .base import LANGUAGES, LOCALE_PATHS
from .databases import database

# One folder a process, so that test processes side by side never share a file.
FOLDER = Path(tempfile.mkdtemp(prefix="lms-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

SECRET_KEY = "tests-only-secret-key-0123456789-abcdefghijklmnopqrstuvwxyz"  # noqa: S105
DEBUG = False
DEMO = True
STYLEGUIDE = True
ISSUER_KEYS_DIR = FOLDER / "keys"
ISSUER_KEY_MAKES_ITSELF = True
BULK_FILES_DIR = FOLDER / "bulk"
CARD_FILES_DIR = FOLDER / "cards"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{FOLDER}/db.sqlite3")
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads that write at once must meet the locks they meet in real life.
    DATABASES["default"]["TEST"] = {"NAME": FOLDER / "test.sqlite3"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEFAULT_FROM_EMAIL = "Safe Learning <no-reply@testserver>"
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = FOLDER / "media"
STATIC_ROOT = FOLDER / "static"
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [*LANGUAGES, install_pseudo_locale(FOLDER, LOCALE_PATHS)]
