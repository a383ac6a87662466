"""Sign-in with accounts of other organisations (OpenID Connect), read from the environment.

``OPENID_PROVIDERS`` names them, and each has four variables of its own: for ``ministry`` they are
``OPENID_MINISTRY_NAME``, ``_ISSUER``, ``_CLIENT_ID`` and ``_CLIENT_SECRET``.
"""

import os
import re

from . import env

WORD = re.compile(r"[a-z][a-z0-9]{0,29}")
MAX_NAME = 40  # as long as allauth keeps it


def providers(schemes: set[str]) -> list[dict[str, str]]:
    """What is in the environment; none where ``OPENID_PROVIDERS`` is not set."""
    if not os.environ.get("OPENID_PROVIDERS", "").strip():
        return []
    words = env.listing("OPENID_PROVIDERS")
    wrong = [word for word in words if not WORD.fullmatch(word)]
    if wrong or len(set(words)) < len(words):
        env.stop("OPENID_PROVIDERS", "takes different words of small letters, such as: ministry.")
    return [_provider(word, schemes) for word in words]


def _provider(word: str, schemes: set[str]) -> dict[str, str]:
    prefix = f"OPENID_{word.upper()}"
    name = env.text(f"{prefix}_NAME")
    if len(name) > MAX_NAME:
        env.stop(f"{prefix}_NAME", f"has more than {MAX_NAME} letters; it stands on a button.")
    issuer = env.url(f"{prefix}_ISSUER", schemes)
    if issuer.query or issuer.fragment or issuer.username:
        env.stop(f"{prefix}_ISSUER", "must be the issuer's address and nothing behind it.")
    return {
        "id": word,
        "name": name,
        "issuer": issuer.geturl().rstrip("/"),
        "client_id": env.text(f"{prefix}_CLIENT_ID"),
        "secret": env.text(f"{prefix}_CLIENT_SECRET"),
    }


def settings_for(providers: list[dict[str, str]]) -> dict[str, dict]:
    """As allauth reads it."""
    apps = [
        {
            "provider_id": provider["id"],
            "name": provider["name"],
            "client_id": provider["client_id"],
            "secret": provider["secret"],
            "settings": {"server_url": provider["issuer"]},
        }
        for provider in providers
    ]
    ours = "lms.users.openid.OurProvider"
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True, "provider_class": ours}}
