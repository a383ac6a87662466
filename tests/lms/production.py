"""A whole production environment, for tests that start the site with production settings."""

import os
import subprocess
import sys

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": "production-like-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
    "ALLOWED_HOSTS": "learn.example.org",
    "BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "postgresql://lms:secret@db.example.org/lms",
    "CACHE_URL": "redis://cache.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://lms:secret@mail.example.org:587",
    "EMAIL_FROM": "Safe Learning <no-reply@learn.example.org>",
    "MEDIA_ROOT": "/srv/lms/media",
    "STATIC_ROOT": "/srv/lms/static",
    "ISSUER_NAME": "Example Institute",
    "ISSUER_KEYS_DIR": "/srv/lms/keys",
    "BULK_FILES_DIR": "/srv/lms/bulk",
    "CARD_FILES_DIR": "/srv/lms/cards",
}


def run(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Python with the production environment and nothing else of ours; None takes a name out."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    merged = {**bare, **ENVIRONMENT, **changes}
    return subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in merged.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
