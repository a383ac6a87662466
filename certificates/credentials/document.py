"""What is signed: the credential of a certificate, a status list, the issuer's own document.

After 1EdTech “Open Badges 3.0”, W3C “Verifiable Credentials Data Model 2.0”, “Bitstring Status
List 1.0” and “Controlled Identifiers 1.0”. Moments are aware and in UTC, days are ISO.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from certificates.claims import Claims, full_name
from certificates.issuer import addresses

from . import bits
from .signing import CREDENTIALS, MULTIKEY, OPEN_BADGES

DID = "https://www.w3.org/ns/did/v1"


@dataclass(frozen=True)
class Facts:
    """What a credential says beyond the claims; ``subject`` names the holder by chance alone."""

    code: str
    subject: UUID
    achievement: UUID
    status_list: int
    status_index: int
    valid_from: datetime


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def credential(claims: Claims, facts: Facts) -> dict[str, Any]:
    """An OpenBadgeCredential, not yet signed; whoever has it may show the holder's name."""
    site = claims["site"]
    status_list = addresses.status_list(site, facts.status_list)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": addresses.certificate(site, facts.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": claims["title"],
        "issuer": issuer(claims["issuer"], site),
        "validFrom": moment(facts.valid_from),
        "validUntil": f"{claims['valid_until']}T23:59:59Z",
        "awardedDate": f"{claims['completed_on']}T00:00:00Z",
        "credentialStatus": {
            "id": f"{status_list}#{facts.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(facts.status_index),
            "statusListCredential": status_list,
        },
        "credentialSubject": {
            "id": facts.subject.urn,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "identityHash": full_name(claims),
                    "hashed": False,
                }
            ],
            "licenseNumber": claims["number"],
            "achievement": achievement(claims, facts.achievement),
        },
    }


def issuer(name: str, site: str) -> dict[str, Any]:
    return {
        "id": addresses.did(site),
        "type": ["Profile"],
        "name": name,
        "url": addresses.profile(site),
    }


def achievement(content: Mapping[str, Any], uuid: UUID) -> dict[str, Any]:
    """``content``: claims, or what an Achievement keeps of them."""
    site = content["site"]
    address = addresses.achievement(site, uuid)
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": content["title"],
        "description": content["note"],
        "version": str(content["edition"]),
        "creator": issuer(content["issuer"], site),
        "criteria": {"id": f"{address}#criteria", "narrative": narrative(content)},
        "image": {
            "id": addresses.badge(site, uuid),
            "type": "Image",
            "caption": content["title"],
        },
    }


def narrative(content: Mapping[str, Any]) -> str:
    """The course and what was to be learnt, a line each, as Markdown."""
    objectives = (f"{it['code']} {it['text']}" for it in content["objectives"])
    lines = [f"- {line}" for line in (*content["outcomes"], *objectives)]
    return "\n".join([content["course"], "", *lines]).strip()


def status_list(
    *, site: str, number: int, revoked: Iterable[int], valid_from: datetime, valid_until: datetime
) -> dict[str, Any]:
    """A BitstringStatusListCredential, not yet signed."""
    address = addresses.status_list(site, number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.did(site),
        "validFrom": moment(valid_from),
        "validUntil": moment(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits.encode(revoked),
        },
    }


def did_document(site: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """What /.well-known/did.json says; ``keys``: {name: multibase} of all that still count."""
    did = addresses.did(site)
    methods = [
        {
            "id": f"{did}#{name}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": public,
        }
        for name, public in keys.items()
    ]
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
