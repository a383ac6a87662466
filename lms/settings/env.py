"""Typed reading of the environment that fails loudly: one clear line, and the start stops."""

import os
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

MIN_SECRET_LENGTH = 50
MIN_DISTINCT_CHARACTERS = 10
MAX_SIGNATORIES, PAIR = 2, 2
LOCAL_SCHEMES = {"postgres", "postgresql", "sqlite", "unix"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def stop(name: str, why: str) -> NoReturn:
    raise SystemExit(f"The site cannot start. {name}: {why}")


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if not value:
        stop(name, "is missing; set it in the environment.")
    return value


def choice(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        stop(name, f"is '{value}'; write one of: {', '.join(allowed)}.")
    return value


def folder(name: str) -> Path:
    """An absolute path: a relative one would depend on where the server was started."""
    path = Path(text(name))
    if not path.is_absolute():
        stop(name, f"is '{path}'; give the whole path, beginning with '/'.")
    return path


def listing(name: str) -> list[str]:
    """Comma-separated values; at least one."""
    values = [part.strip() for part in text(name).split(",") if part.strip()]
    if not values:
        stop(name, "names nothing; give at least one value, separated by commas.")
    return values


def hosts(name: str) -> list[str]:
    values = listing(name)
    if "*" in values:
        stop(name, "must not be '*'; name the hosts that this site answers for.")
    if any("/" in value for value in values):
        stop(name, "takes names only, such as learn.example.org, without 'https://'.")
    return values


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).lower()
    if value not in {"true", "false", "1", "0", "yes", "no"}:
        stop(name, f"is '{value}'; write true or false.")
    return value in {"true", "1", "yes"}


def count(name: str, *, default: int) -> int:
    """A whole number from 0."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        stop(name, f"is '{value}'; write a whole number, 0 or more.")
    return int(value)


def secret(name: str) -> str:
    """A secret of at least 50 characters, as `check --deploy` asks (security.W009)."""
    value = text(name)
    weak = len(value) < MIN_SECRET_LENGTH or len(set(value)) < MIN_DISTINCT_CHARACTERS
    if weak or value.startswith("django-insecure-"):
        stop(name, f"is too weak; use at least {MIN_SECRET_LENGTH} random characters.")
    return value


def url(name: str, schemes: set[str]) -> SplitResult:
    """An address with a host, or for those that may be a file or a socket, with a path."""
    try:
        parts = urlsplit(text(name))
        _ = parts.port  # checked only when it is read
    except ValueError:  # whose text may hold a part of the password
        stop(name, "cannot be read as an address; percent-encode special characters.")
    where = parts.hostname or (parts.scheme in LOCAL_SCHEMES and parts.path.strip("/"))
    if parts.scheme not in schemes or not where:
        stop(name, f"must be an address that begins with one of: {', '.join(sorted(schemes))}.")
    return parts


def site_address(name: str) -> str:
    """Where people reach the site: https, a host, and at most a folder."""
    parts = url(name, {"https"})
    if parts.query or parts.fragment or parts.username:
        stop(
            name, "is printed in every QR code: give only https://, the host and perhaps a folder."
        )
    return parts.geturl().rstrip("/")


def all_or_none(*names: str) -> list[str]:
    """Secrets that only work together; empty where none of them is set."""
    values = [os.environ.get(name, "").strip() for name in names]
    if any(values) and not all(values):
        alone = next(name for name, value in zip(names, values, strict=True) if value)
        stop(alone, f"does nothing alone; set all of these or none: {', '.join(names)}.")
    return values


def signatories(name: str) -> list[dict[str, str]]:
    """Up to two people with their roles, ``Name, role; Name, role``; none where it is not set."""
    people = [part.strip() for part in os.environ.get(name, "").split(";") if part.strip()]
    pairs = [tuple(word.strip() for word in person.split(",", 1)) for person in people]
    if len(pairs) > MAX_SIGNATORIES or any(len(pair) < PAIR or "" in pair for pair in pairs):
        stop(name, "must be one or two of: Name, role; Name, role.")
    return [{"name": pair[0], "role": pair[1]} for pair in pairs]
