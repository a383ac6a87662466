"""What a design holds, frozen: everything on the page that is neither a claim nor its wording."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypedDict

from django.conf import settings

from . import colours
from .pictures import Picture

FORMAT = 1
GREEN, CLAY = "#1c5a4e", "#a4461d"


class Signatory(TypedDict):
    name: str
    role: str
    signature: Picture | None


class Content(TypedDict):
    format: int
    organisation: str  # in whose name the course was held; empty: the issuer's
    logo: Picture | None
    accent: str
    line: str
    signatories: list[Signatory]
    offline_qr: bool
    wording: dict[str, dict[str, str]]  # by language: lines in other words than the usual


def built_in() -> Content:
    """Where no template applies: the issuer's own."""
    return plain(settings.ISSUER_SIGNATORIES)


def plain(signatories: list[dict[str, str]]) -> Content:
    return {
        "format": FORMAT,
        "organisation": "",
        "logo": None,
        "accent": GREEN,
        "line": CLAY,
        "signatories": [
            {"name": it["name"], "role": it["role"], "signature": None} for it in signatories
        ],
        "offline_qr": False,
        "wording": {},
    }


def made(
    *,
    organisation: str,
    logo: Picture | None,
    accent: str,
    signatories: list[Signatory],
    offline_qr: bool,
    wording: dict[str, dict[str, str]],
) -> Content:
    return {
        "format": FORMAT,
        "organisation": organisation,
        "logo": logo,
        "accent": accent,
        "line": colours.softened(accent),
        "signatories": signatories,
        "offline_qr": offline_qr,
        "wording": wording,
    }


def sha256_of(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
