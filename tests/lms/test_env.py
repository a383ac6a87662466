"""In production a missing or weak value stops the start with one clear line."""

from ast import literal_eval

import pytest

from tests.lms import production

START = ("-c", "import lms.settings.production")
OPTIONAL = {"DJANGO_SETTINGS_MODULE"}
REQUIRED = sorted(production.ENVIRONMENT.keys() - OPTIONAL)

WEAK = [
    ("SECRET_KEY", "short", "too weak"),
    ("SECRET_KEY", "a" * 80, "too weak"),
    ("SECRET_KEY", "django-insecure-" + production.ENVIRONMENT["SECRET_KEY"], "too weak"),
    ("ALLOWED_HOSTS", "*", "name the hosts"),
    ("SECRET_KEY", "abcde" * 12, "too weak"),
    ("ALLOWED_HOSTS", " , ", "names nothing"),
    ("ALLOWED_HOSTS", "https://learn.example.org", "names only"),
    ("BASE_URL", "http://learn.example.org", "begins with one of: https"),
    ("BASE_URL", "learn.example.org", "begins with one of: https"),
    ("BASE_URL", "https:///path-only", "begins with one of: https"),
    ("BASE_URL", "https://[bad", "cannot be read as an address"),
    ("BASE_URL", "https://learn.example.org/?from=qr", "printed in every QR code"),
    ("DATABASE_URL", "mysql://db.example.org/lms", "begins with one of: postgres"),
    ("DATABASE_URL", "postgresql://", "begins with one of: postgres"),
    ("DATABASE_URL", "postgresql://db.example.org:many/lms", "cannot be read as an address"),
    ("DATABASE_URL", "postgresql://[x/lms", "cannot be read as an address"),
    ("CACHE_URL", "locmem://", "begins with one of: redis"),
    ("EMAIL_URL", "smtp:mail.example.org", "begins with one of: smtp"),
    ("MEDIA_ROOT", "media", "whole path"),
    ("BULK_FILES_DIR", "/srv/lms/media/bulk", "MEDIA_ROOT"),
    ("CARD_FILES_DIR", "/srv/lms/media/cards", "MEDIA_ROOT"),
    ("SECURE_SSL_REDIRECT", "perhaps", "write true or false"),
    ("LOG_LEVEL", "loud", "write one of: DEBUG"),
    ("ISSUER_SIGNATORIES", "Ada Example", "Name, role"),
    ("ISSUER_SIGNATORIES", "A, b; C, d; E, f", "one or two"),
    ("STRIPE_SECRET_KEY", "sk_test_1", "set all of these or none"),
    ("STRIPE_WEBHOOK_SECRET", "whsec_1", "set all of these or none"),
]
MINISTRY = {
    "OPENID_PROVIDERS": "ministry",
    "OPENID_MINISTRY_NAME": "Ministry of Defence",
    "OPENID_MINISTRY_ISSUER": "https://login.ministry.example/realms/all",
    "OPENID_MINISTRY_CLIENT_ID": "safe-learning",
    "OPENID_MINISTRY_CLIENT_SECRET": "shared-secret",
    "OPENID_MINISTRY_DOMAINS": "Ministry.example, army.example",
}
WRONG_PROVIDERS = [
    ("OPENID_PROVIDERS", "Ministry", "different words of small letters"),
    ("OPENID_PROVIDERS", "ministry, ministry", "different words of small letters"),
    ("OPENID_PROVIDERS", ",", "names nothing"),
    ("OPENID_MINISTRY_NAME", None, "is missing"),
    ("OPENID_MINISTRY_NAME", "M" * 41, "more than 40 letters"),
    ("OPENID_MINISTRY_ISSUER", "http://login.ministry.example", "begins with one of: https"),
    ("OPENID_MINISTRY_ISSUER", "https://login.ministry.example?a=b", "nothing behind it"),
    ("OPENID_MINISTRY_CLIENT_ID", None, "is missing"),
    ("OPENID_MINISTRY_CLIENT_SECRET", "", "is missing"),
    ("OPENID_MINISTRY_DOMAINS", "*", "takes domains"),
    ("OPENID_MINISTRY_DOMAINS", "@ministry.example", "takes domains"),
    ("OPENID_MINISTRY_DOMAINS", ",", "names nothing"),
]


def test_a_provider_of_accounts_is_read_from_its_variables() -> None:
    show = "from lms.settings.production import SOCIALACCOUNT_PROVIDERS as p; print(p)"
    (app,) = literal_eval(production.run("-c", show, **MINISTRY).stdout)["openid_connect"]["APPS"]
    assert (app["provider_id"], app["name"]) == ("ministry", "Ministry of Defence")
    assert app["settings"]["server_url"] == MINISTRY["OPENID_MINISTRY_ISSUER"]
    assert app["settings"]["domains"] == ["ministry.example", "army.example"]


@pytest.mark.parametrize(("name", "value", "why"), WRONG_PROVIDERS)
def test_a_provider_that_is_not_whole_stops_the_start(
    name: str, value: str | None, why: str
) -> None:
    stopped = production.run(*START, **{**MINISTRY, name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(f"The site cannot start. {name}: ")
    assert why in stopped.stderr


@pytest.mark.parametrize(("value", "needed"), [(None, "True"), ("false", "False")])
def test_staff_need_a_second_step_unless_the_operator_says_no(
    value: str | None, needed: str
) -> None:
    show = "from lms.settings.production import STAFF_NEED_SECOND_FACTOR as n; print(n)"
    assert production.run("-c", show, STAFF_NEED_SECOND_FACTOR=value).stdout.strip() == needed


def test_a_whole_environment_starts() -> None:
    started = production.run(*START)
    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_a_missing_value_stops_the_start(name: str, value: str | None) -> None:
    stopped = production.run(*START, **{name: value})
    assert stopped.returncode == 1
    assert stopped.stderr == (
        f"The site cannot start. {name}: is missing; set it in the environment.\n"
    )


@pytest.mark.parametrize(("name", "value", "why"), WEAK)
def test_a_weak_value_stops_the_start(name: str, value: str, why: str) -> None:
    stopped = production.run(*START, **{name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(f"The site cannot start. {name}: ")
    assert stopped.stderr.count("\n") == 1
    assert why in stopped.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"SECRET_KEY": "hunter2-hunter2"},
        {"DATABASE_URL": "postgresql://lms:hunter2/9@db.example.org/lms"},
        {"EMAIL_URL": "smtps://lms:hunter2#9@mail.example.org"},
    ],
)
def test_a_secret_is_never_repeated_in_the_message(environment: dict[str, str]) -> None:
    stopped = production.run(*START, **environment)
    assert stopped.returncode == 1
    assert "hunter2" not in stopped.stderr


@pytest.mark.parametrize(
    "address",
    ["sqlite:////srv/lms/db.sqlite3", "postgresql:///lms", "postgresql://lms@%2Frun%2Fpg/lms"],
)
def test_a_database_may_be_a_file_or_behind_a_socket(address: str) -> None:
    assert production.run(*START, DATABASE_URL=address).returncode == 0


def test_the_demonstration_never_reaches_production() -> None:
    script = (
        "import lms.settings.production as settings;"
        "print(settings.DEBUG, settings.DEMO, [code for code, _ in settings.LANGUAGES])"
    )
    shown = production.run("-c", script).stdout
    assert shown.startswith("False False ")
    assert "ar-xb" not in shown
