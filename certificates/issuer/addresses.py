"""Where the issuer and what it states are found, for ever: plain Python.

Addresses stand in signed documents and on paper, so they are not looked up in the URL map; a test
holds the two together.
"""

from urllib.parse import quote, urlsplit
from uuid import UUID


def did(site: str) -> str:
    """The issuer's name for machines (did:web): ``did:web:learn.example.org``."""
    parts = urlsplit(site)
    folders = [part for part in parts.path.split("/") if part]
    return ":".join(["did:web", quote(parts.netloc, safe=""), *folders])


def profile(site: str) -> str:
    return f"{site}/issuer/"


def achievement(site: str, uuid: UUID) -> str:
    return f"{site}/achievements/{uuid}/"


def badge(site: str, uuid: UUID) -> str:
    """The picture of an achievement, without anybody's credential in it."""
    return f"{achievement(site, uuid)}badge.png"


def status_list(site: str, number: int) -> str:
    return f"{site}/status/{number}/"


def certificate(site: str, code: str) -> str:
    """Where anybody verifies it; it names the credential too."""
    return f"{site}/verify/{code}/"


def code_in(certificate: str) -> str:
    """What stands where the code does, in what claims to be such an address."""
    before, _mark, after = certificate.removesuffix("/").rpartition("/verify/")
    return after if before else ""
