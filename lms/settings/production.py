"""Production: everything comes from the environment; what is missing or weak stops the start."""

from urllib.parse import unquote

from . import env, openid
from .base import *  # noqa: F403
from .databases import database

DEBUG = False
DEMO = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
BASE_URL = env.site_address("BASE_URL")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {
    "default": database(
        env.url("DATABASE_URL", {"postgres", "postgresql", "sqlite"}).geturl(),
    )
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.url("CACHE_URL", {"redis", "rediss", "unix"}).geturl(),
    }
}
# Written to the database, read from the cache: one query less in every request of a learner.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

_mail = env.url("EMAIL_URL", {"smtp", "smtps", "smtp+tls"})
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail.hostname,
            "port": _mail.port or (465 if _mail.scheme == "smtps" else 587),
            "username": unquote(_mail.username or ""),
            "password": unquote(_mail.password or ""),
            "use_ssl": _mail.scheme == "smtps",
            "use_tls": _mail.scheme == "smtp+tls",
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM")

MEDIA_ROOT = env.folder("MEDIA_ROOT")
STATIC_ROOT = env.folder("STATIC_ROOT")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.storage.StaticStorage"},
}
ISSUER_NAME = env.text("ISSUER_NAME")
ISSUER_KEYS_DIR = env.folder("ISSUER_KEYS_DIR")
BULK_FILES_DIR = env.folder("BULK_FILES_DIR")
CARD_FILES_DIR = env.folder("CARD_FILES_DIR")
for _name, _folder in {
    "BULK_FILES_DIR": BULK_FILES_DIR,
    "CARD_FILES_DIR": CARD_FILES_DIR,
    "ISSUER_KEYS_DIR": ISSUER_KEYS_DIR,
}.items():
    if _folder.is_relative_to(MEDIA_ROOT) or _folder.is_relative_to(STATIC_ROOT):
        env.stop(_name, "lies in MEDIA_ROOT or STATIC_ROOT; its files are nobody else's.")
ISSUER_SIGNATORIES = env.signatories("ISSUER_SIGNATORIES")

STAFF_NEED_SECOND_FACTOR = env.boolean("STAFF_NEED_SECOND_FACTOR", default=True)
SOCIALACCOUNT_PROVIDERS = openid.settings_for(openid.providers({"https"}))

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# How many proxies of ours stand before the site: rate limits need the visitor's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.count("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
