"""The proof that fits into the address on a paper: checked by a phone that has no network.

``base64url(CBOR claims + Ed25519 signature)``, the fragment of the verify address: browsers send
it to nobody. The signature covers ``b"cert-v1\\0"`` and the claims. ``static/js/signed-claims.js``
reads the same.
"""

import hashlib
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from certificates.claims import Claims, fold_name, full_name

PREFIX = b"cert-v1\0"
SIGNATURE = 64  # bytes
DAY_ZERO = date(1970, 1, 1)
# So that the worst case still is a QR code that phones read.
LONGEST, CUT_SHORT = 60, "…"
# Two bytes on purpose: of all the names in the world too many fit for a list of names to find one,
# and a wrong name on the paper fits once in 65,536. The rounds make a try cost a phone's 0.1 s.
SALT, NAME_HASH, ROUNDS = 8, 2, 100_000


class Key(IntEnum):
    """What each claim is called in the proof; never given another meaning."""

    NUMBER = 1
    HOLDER = 2
    TITLE = 3
    COMPLETED_ON = 4  # days since 1970-01-01, as VALID_UNTIL
    VALID_UNTIL = 5
    ISSUER = 6
    SIGNED_WITH = 7
    STATUS_LIST = 8
    STATUS_INDEX = 9
    NAME_CHECK = 10  # instead of HOLDER: salt and hash of the folded family name


@dataclass(frozen=True)
class Seal:
    """What a proof says beyond the claims; ``key_name`` is that in did.json, after the #."""

    key_name: str
    status_list: int
    status_index: int


def make(claims: Claims, seal: Seal, *, hides_name: bool, key: Ed25519PrivateKey) -> str:
    """The proof; with ``hides_name`` it can confirm a family name that somebody has, no more."""
    said: dict[int, Any] = {
        Key.NUMBER: claims["number"],
        Key.TITLE: _short(claims["title"]),
        Key.COMPLETED_ON: _days(claims["completed_on"]),
        Key.VALID_UNTIL: _days(claims["valid_until"]),
        Key.ISSUER: _short(claims["issuer"]),
        Key.SIGNED_WITH: seal.key_name,
        Key.STATUS_LIST: seal.status_list,
        Key.STATUS_INDEX: seal.status_index,
    }
    if hides_name:
        said[Key.NAME_CHECK] = _name_check(claims["family_name"], secrets.token_bytes(SALT))
    else:
        said[Key.HOLDER] = _short(full_name(claims))
    payload = cbor2.dumps({int(name): value for name, value in sorted(said.items())})
    return urlsafe_b64encode(payload + key.sign(PREFIX + payload)).decode().rstrip("=")


def read(proof: str, keys: Mapping[str, Ed25519PublicKey]) -> dict[Key, Any] | None:
    """The claims of a proof of one of these keys; None for anything else, dates as ISO."""
    try:
        payload, signature = _parts(proof)
        said = cbor2.loads(payload)
        keys[said[Key.SIGNED_WITH]].verify(signature, PREFIX + payload)
    except (InvalidSignature, LookupError, TypeError, ValueError, cbor2.CBORError):
        return None
    for name in (Key.COMPLETED_ON, Key.VALID_UNTIL):
        said[name] = (DAY_ZERO + timedelta(days=said[name])).isoformat()
    return {Key(name): value for name, value in said.items()}


def shows_name(proof: str) -> bool:
    """Whether anybody who reads it reads the holder's name; for a proof of our own."""
    payload, _signature = _parts(proof)
    return Key.HOLDER in cbor2.loads(payload)


def confirms_name(said: Mapping[Key, Any], family_name: str) -> bool:
    """Whether a proof without a name was made for this family name."""
    check = said[Key.NAME_CHECK]
    return bool(fold_name(family_name)) and check == _name_check(family_name, check[:SALT])


def _name_check(family_name: str, salt: bytes) -> bytes:
    folded = fold_name(family_name).encode()
    return salt + hashlib.pbkdf2_hmac("sha256", folded, salt, ROUNDS, NAME_HASH)


def _parts(proof: str) -> tuple[bytes, bytes]:
    whole = b64decode(proof + "=" * (-len(proof) % 4), altchars=b"-_", validate=True)
    return whole[:-SIGNATURE], whole[-SIGNATURE:]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + CUT_SHORT


def _days(day: str) -> int:
    return (date.fromisoformat(day) - DAY_ZERO).days
