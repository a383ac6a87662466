"""Sign-in with accounts of other organisations (OpenID Connect), read from the environment.

``OPENID_PROVIDERS`` names them, and each has four variables of its own: for ``ministry`` they are
``OPENID_MINISTRY_NAME``, ``_ISSUER``, ``_CLIENT_ID`` and ``_CLIENT_SECRET``. A fifth, ``_DOMAINS``,
names the domains whose addresses it is believed about.
"""

import os
import re
from typing import Any

from . import env

DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z0-9-]{2,}")
WORD = re.compile(r"[a-z][a-z0-9]{0,29}")
MAX_NAME = 40  # as long as allauth keeps it


def providers(schemes: set[str]) -> list[dict[str, Any]]:
    """What is in the environment; none where ``OPENID_PROVIDERS`` is not set."""
    if not os.environ.get("OPENID_PROVIDERS", "").strip():
        return []
    words = env.listing("OPENID_PROVIDERS")
    wrong = [word for word in words if not WORD.fullmatch(word)]
    if wrong or len(set(words)) < len(words):
        env.stop("OPENID_PROVIDERS", "takes different words of small letters, such as: ministry.")
    return [_provider(word, schemes) for word in words]


def _domains(name: str) -> list[str]:
    """None where it is not set: then our code confirms each address."""
    if not os.environ.get(name, "").strip():
        return []
    domains = [domain.lower() for domain in env.listing(name)]
    if not all(DOMAIN.fullmatch(domain) for domain in domains):
        env.stop(name, "takes domains of e-mail addresses, such as: ministry.example.org.")
    return domains


def _provider(word: str, schemes: set[str]) -> dict[str, Any]:
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
        "domains": _domains(f"{prefix}_DOMAINS"),
    }


def settings_for(providers: list[dict[str, Any]]) -> dict[str, dict]:
    """As allauth reads it."""
    apps = [
        {
            "provider_id": provider["id"],
            "name": provider["name"],
            "client_id": provider["client_id"],
            "secret": provider["secret"],
            "settings": {"server_url": provider["issuer"], "domains": provider["domains"]},
        }
        for provider in providers
    ]
    ours = "lms.users.openid.OurProvider"
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True, "provider_class": ours}}
