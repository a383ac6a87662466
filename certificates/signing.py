"""The signed form of a certificate: made once, before it counts as issued, and kept as it is."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from .credentials import document, offline, signing
from .issuer import keys, status
from .issuer.achievements import achievement_of
from .models import Certificate

FIELDS = [
    "achievement",
    "status_list",
    "status_index",
    "subject_uuid",
    "credential",
    "signed_at",
    "signed_with",
    "offline_proof",
]


def sign(certificate: Certificate) -> None:
    """Set all FIELDS, unsaved. Raises keys.NoKey and signing.NotSignable; then nothing is set.

    Signed again, it keeps its bit in the status list, and is valid from the moment it was signed.
    """
    signer, now = keys.active(), timezone.now()
    achievement = achievement_of(certificate.claims)
    subject = certificate.subject_uuid or uuid.uuid4()
    place = _place_of(certificate) or status.free_place()
    unsigned = document.credential(
        certificate.claims,
        document.Facts(
            code=certificate.code,
            subject=subject,
            achievement=achievement.uuid,
            status_list=place[0],
            status_index=place[1],
            valid_from=now if certificate.credential else certificate.created_at,
        ),
    )
    method = signer.row.address(certificate.claims["site"])
    text = _signed(unsigned, signer, method, now)
    proof = _offline_proof(certificate, signer, place)
    certificate.achievement, certificate.subject_uuid = achievement, subject
    certificate.status_list_id, certificate.status_index = place
    certificate.credential, certificate.signed_at = text, now
    certificate.signed_with, certificate.offline_proof = signer.row, proof


def _place_of(certificate: Certificate) -> tuple[int, int] | None:
    """Its list and bit, where it has them."""
    if certificate.status_list_id is None or certificate.status_index is None:
        return None
    return certificate.status_list_id, certificate.status_index


def _offline_proof(certificate: Certificate, signer: keys.Signer, place: tuple[int, int]) -> str:
    """What fits into the address on the paper, seen to verify too."""
    name, public = signer.row.name, signing.from_multibase(signer.row.public)
    seal, hides_name = offline.Seal(name, *place), certificate.is_protected
    proof = offline.make(certificate.claims, seal, hides_name=hides_name, key=signer.private)
    if offline.read(proof, {name: public}) is None:
        raise signing.NotSignable("The offline proof just made does not verify.")
    return proof


def _signed(unsigned: dict[str, Any], signer: keys.Signer, method: str, now: datetime) -> str:
    """The exact text that is kept; whoever reads it finds what was signed."""
    signed = signing.sign(unsigned, key=signer.private, method=method, created=now)
    text = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    if json.loads(text) != signed:
        raise signing.NotSignable("The text does not say what was signed.")
    return text
