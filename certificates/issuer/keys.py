"""The keys that sign: made, rotated, retired, reported as compromised.

The private half of each is a file ``<name>.pem`` in ``ISSUER_KEYS_DIR`` (PKCS#8, for the issuing
process only); without that of the active key nothing is signed, and nothing is issued.
"""

import os
import string
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from certificates.credentials.signing import multibase

from .models import IssuerKey, KeyState, StatusList


class NoKey(Exception):
    """Nothing can be signed; the text says what to do."""


class KeyConflict(ValueError):
    """The key is not in a state for that; the text says why."""


@dataclass(frozen=True)
class Signer:
    """The active key with its private half."""

    row: IssuerKey
    private: Ed25519PrivateKey


def active() -> Signer:
    """The key that signs now. Raises NoKey."""
    row = IssuerKey.objects.filter(state=KeyState.ACTIVE).first()
    if row is None and settings.ISSUER_KEY_MAKES_ITSELF:
        row = _first()
    if row is None:
        raise NoKey("There is no issuer key yet: run “manage.py issuer_keys make”.")
    return Signer(row, _read(row))


def path_of(name: str) -> Path:
    return Path(settings.ISSUER_KEYS_DIR) / f"{name}.pem"


def _read(row: IssuerKey) -> Ed25519PrivateKey:
    """Raises NoKey where the file is missing, unreadable or of another key."""
    path = path_of(row.name)
    try:
        private = _load(path)
    except OSError as error:
        raise NoKey(f"The file of the active key cannot be read: {path} ({error}).") from error
    except (ValueError, TypeError) as error:
        raise NoKey(f"The file of the active key is not a private key: {path}.") from error
    if multibase(private.public_key()) != row.public:
        raise NoKey(f"{path} is not the private half of {row.name}: put the right file back.")
    return private


def _load(path: Path) -> Ed25519PrivateKey:
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(path)
    return private


def _first() -> IssuerKey:
    """In development the key makes itself; two at once make one."""
    try:
        with transaction.atomic():
            return _adopt() or make()
    except (IntegrityError, KeyConflict, FileExistsError):
        return IssuerKey.objects.get(state=KeyState.ACTIVE)


def _adopt() -> IssuerKey | None:
    """In development a new database goes on with the key that lies there."""
    for path in sorted(Path(settings.ISSUER_KEYS_DIR).glob("key-*.pem")):
        public = multibase(_load(path).public_key())
        row, is_new = IssuerKey.objects.get_or_create(public=public, defaults={"name": path.stem})
        if is_new:
            return row
    return None


@transaction.atomic
def make() -> IssuerKey:
    """The first key. Raises KeyConflict where one is active: that would be a rotation."""
    if IssuerKey.objects.filter(state=KeyState.ACTIVE).exists():
        raise KeyConflict("There is an active key already. To replace it: issuer_keys rotate.")
    name, private = _free_name(), Ed25519PrivateKey.generate()
    _write(path_of(name), private)
    return IssuerKey.objects.create(name=name, public=multibase(private.public_key()))


@transaction.atomic
def rotate() -> IssuerKey:
    """Retire the active key and make the next; what was signed stays valid."""
    _end(IssuerKey.objects.select_for_update().filter(state=KeyState.ACTIVE), KeyState.RETIRED)
    return make()


@transaction.atomic
def retire(name: str) -> None:
    """Sign no more with it; until another is made nothing is issued."""
    if not _end(_named(name).filter(state=KeyState.ACTIVE), KeyState.RETIRED):
        raise KeyConflict(f"{name} is not the active key, so there is nothing to retire.")


@transaction.atomic
def report_compromised(name: str) -> IssuerKey:
    """Take a key out of did.json for good; another becomes active where it was the active one."""
    _end(_named(name).exclude(state=KeyState.COMPROMISED), KeyState.COMPROMISED)
    StatusList.objects.update(changes=F("changes") + 1)  # it may have signed them too
    return IssuerKey.objects.filter(state=KeyState.ACTIVE).first() or make()


def _named(name: str) -> QuerySet[IssuerKey]:
    rows = IssuerKey.objects.select_for_update().filter(name=name)
    if not rows:
        raise KeyConflict(f"There is no key {name}. “manage.py issuer_keys list” names them.")
    return rows


def _end(rows: QuerySet[IssuerKey], state: KeyState) -> int:
    return rows.update(state=state, ended_at=timezone.now())


def _free_name() -> str:
    """``key-2026a``, then b and so on: neither a row nor a file has it, so nothing is lost."""
    year = timezone.localdate().year
    endings = ("".join(it) for n in count(1) for it in product(string.ascii_lowercase, repeat=n))
    taken = set(IssuerKey.objects.values_list("name", flat=True))
    names = (f"key-{year}{ending}" for ending in endings)
    return next(name for name in names if name not in taken and not path_of(name).exists())


def _write(path: Path, private: Ed25519PrivateKey) -> None:
    """Readable by its owner only, from its first byte; never over another file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
