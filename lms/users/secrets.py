"""Secrets of second steps, unreadable for whoever has only the database or a backup of it."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second step\0" + str(key).encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def lock(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unlock(locked: str) -> str:
    """What was locked; after a change of ``SECRET_KEY`` something at random, which opens nothing.

    It has the alphabet of both kinds of secret that allauth keeps (Base32 and hexadecimal).
    """
    try:
        return _box().decrypt(locked.encode()).decode()
    except InvalidToken:
        return "".join(secrets.choice("ABCDEF") for _ in range(32))
