"""Settings that are the same everywhere."""

import os
from pathlib import Path

from django.utils.csp import CSP

from . import env, openid
from .asked import *  # noqa: F403
from .limits import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
# Where a running site keeps what it writes; the browser tests give every site a folder of its own.
VAR_DIR = Path(os.environ.get("LMS_VAR_DIR") or BASE_DIR / "var")

INSTALLED_APPS = [
    "home",
    "certificates",
    "courses",
    "lms.users",
    "lms.files",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",  # Wagtail's search asks for it there; harmless on SQLite
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "lms.privacy.NoStoreMiddleware",
    "home.visitor_cache.VisitorCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "courses.rosters.device_session.SupervisedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.users.second_step.SecondStepMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:my_learning"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "lms.users.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lms.users.forms.LoginForm",
    "signup": "lms.users.forms.SignupForm",
    "add_email": "lms.users.forms.AddEmailForm",
    "change_password": "lms.users.forms.ChangePasswordForm",
    "set_password": "lms.users.forms.SetPasswordForm",
    "reset_password": "lms.users.forms.ResetPasswordForm",
    "reset_password_from_key": "lms.users.forms.ResetPasswordKeyForm",
    "request_login_code": "lms.users.forms.RequestLoginCodeForm",
    "reauthenticate": "lms.users.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who did not change it themselves hears of it
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before a way in changes: lms/users/again.py

MFA_ADAPTER = "lms.users.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones are wrong by half a minute
MFA_FORMS = {
    "authenticate": "lms.users.second_step_forms.AuthenticateForm",
    "reauthenticate": "lms.users.second_step_forms.ReauthenticateForm",
    "activate_totp": "lms.users.second_step_forms.ActivateTOTPForm",
    "add_webauthn": "lms.users.passkeys.AddPasskeyForm",
    "edit_webauthn": "lms.users.passkeys.RenamePasskeyForm",
    "login_webauthn": "lms.users.passkeys.LoginPasskeyForm",
    "authenticate_webauthn": "lms.users.passkeys.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "lms.users.passkeys.ReauthenticatePasskeyForm",
}
# Whether who may open /admin/ needs more than a password; production asks for it.
STAFF_NEED_SECOND_FACTOR = False

# Other organisations' accounts, by OpenID Connect: lms/settings/openid.py.
SOCIALACCOUNT_ADAPTER = "lms.users.linking.LinkingAdapter"
SOCIALACCOUNT_FORMS = {"signup": "lms.users.forms.SocialSignupForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # whoever signs up says that they are of age
SOCIALACCOUNT_PROVIDERS = openid.settings_for([])

# --- languages --------------------------------------------------------------------------------
# A language is added here when its catalogue under lms/locale is complete; each by its own name.

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español")]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# What is sent to be translated is a draft until somebody has read it, also of what is live.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The language that somebody chose stays on their device for a year: lms/languages.py.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
FORMAT_MODULE_PATH = ["lms.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- tasks ------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- security ---------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- logging ----------------------------------------------------------------------------------
# To the console: Django's own default says nothing at all about errors when DEBUG is off.
LOG_LEVEL = env.choice("LOG_LEVEL", env.LOG_LEVELS, default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

# --- Wagtail ----------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Safe Learning"
WAGTAILIMAGES_IMAGE_MODEL = "files.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "files.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "files.CustomMedia",
    "MEDIA_FORM_BASE": "lms.files.forms.MediaForm",
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg"],
}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lms.search"}}
# Addresses and passwords are allauth's: it verifies the one and limits guesses at the other.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []

# --- our own ----------------------------------------------------------------------------------

# Who issues the certificates: printed on them and shown by the verify page.
ISSUER_NAME = "Safe Learning (demonstration issuer)"
# Who answers for them, at most two: printed above their role, frozen when a certificate is issued.
ISSUER_SIGNATORIES = [{"name": "Ada Example", "role": "Head of training (demonstration)"}]
# Where the private keys lie that sign them; whether one is made where there is none.
ISSUER_KEYS_DIR = VAR_DIR / "keys"
ISSUER_KEY_MAKES_ITSELF = False
# Where files of many certificates lie for a week: they hold names, so never among the media.
BULK_FILES_DIR = VAR_DIR / "bulk"
# Where cards with codes and PINs lie for an hour.
CARD_FILES_DIR = VAR_DIR / "cards"
# After how long without doing anything a learner is signed out of a supervised device.
SUPERVISED_IDLE_SECONDS = 10 * 60
# Of a film or recording; learners may pay for each megabyte.
MEDIA_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
# Of a file of questions; one of Moodle's has its pictures in it.
QUESTIONS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
# Seconds after which an unprepared certificate is prepared again by run_due.
CERTIFICATE_RETRY_SECONDS = 60
# What a learner downloads for one lesson: its compressed HTML and its images. A first visit may
# take 120 KB in all; style, script, fonts and the rest of the page take up to 50 of them.
LESSON_BUDGET_KB = 70
# Days between asking to be erased and its being done; until then it can be taken back.
ERASURE_WAITING_DAYS = 14
# Whether /styleguide/ shows every component; for who works on the pages.
STYLEGUIDE = False

# --- payments: docs/payments.md ---------------------------------------------------------------

STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET = env.all_or_none(
    "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"
)
# Currencies in which Stripe lets this account be paid by bank transfer, such as EUR,USD.
STRIPE_BANK_TRANSFERS = (
    os.environ.get("STRIPE_BANK_TRANSFERS", "").upper().replace(",", " ").split()
)
# Where Stripe's page to pay is: another one where the account has a domain of its own.
STRIPE_CHECKOUT_ORIGIN = os.environ.get("STRIPE_CHECKOUT_ORIGIN") or "https://checkout.stripe.com"
# Another Stripe than Stripe, for tests and development.
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")
