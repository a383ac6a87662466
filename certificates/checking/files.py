"""A file that somebody gives us, compared with the certificate it claims to be."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from certificates import claims as said
from certificates.credentials import reading, signing
from certificates.credentials.baking import Unreadable
from certificates.credentials.differences import (
    HOLDER,
    METHOD,
    RENEWED,
    SIGNATURE,
    Difference,
    differences,
    is_same,
    text_at,
    without,
)
from certificates.issuer import addresses
from certificates.models import Certificate, IssuerKey
from certificates.verification import Verdict, find, verdict_of


class Outcome(StrEnum):
    OURS = "ours"  # the PDF, byte for byte
    GENUINE = "genuine"  # what is inside, byte for byte
    REWRITTEN = "rewritten"  # the same, in other bytes
    OLDER = "older"  # before it was signed again
    ALTERED = "altered"
    UNCONFIRMED = "unconfirmed"  # nothing is left to compare it with
    UNKNOWN = "unknown"
    EMPTY = "empty"
    SEVERAL = "several"
    UNREADABLE = "unreadable"


HIDDEN = {"holder", SIGNATURE}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
SAYS_THE_SAME = {Outcome.OURS, Outcome.GENUINE, Outcome.REWRITTEN, Outcome.OLDER}


@dataclass(frozen=True)
class Answer:
    """``differences``: what was altered; the true value is empty where it must not show."""

    outcome: Outcome
    kind: reading.Kind | None = None
    verdict: Verdict | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def is_our_word(self) -> bool:
        return self.outcome in SAYS_THE_SAME

    @property
    def tone(self) -> str:
        """How the page looks: a forgery must never pass for genuine at a glance."""
        if self.is_our_word:
            return "success"
        is_refused = self.outcome in (Outcome.ALTERED, Outcome.UNKNOWN)
        return "error" if is_refused else "warning"

    @property
    def is_only_inside(self) -> bool:
        """Whether something around what we compared may have been changed."""
        return self.kind != reading.Kind.JSON and self.outcome != Outcome.OURS


def check(file: bytes) -> Answer:
    """Nothing in the file is believed, run, drawn or fetched; it takes three queries at most."""
    kind = None
    try:
        kind = reading.kind_of(file)
        if kind == reading.Kind.PDF and (answer := _of_hash(file)):
            return answer
        found = reading.credentials_in(file, kind)
    except Unreadable:
        return Answer(Outcome.UNREADABLE, kind)
    if len(found) != 1:
        return Answer(Outcome.SEVERAL if found else Outcome.EMPTY, kind)
    return _of_credential(found[0], kind)


def _of_hash(pdf: bytes) -> Answer | None:
    """One we handed out: it has the name on it, so who has it knows the name."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    rows = Certificate.objects.with_ending()
    certificate = rows.filter(pdf_hashes__sha256=sha256).first()
    if certificate is None:
        return None
    verdict = verdict_of(certificate, certificate.claims["family_name"])
    outcome = Outcome.OURS if certificate.pdf_sha256 == sha256 else Outcome.OLDER
    return Answer(outcome, reading.Kind.PDF, verdict)


def _of_credential(found: reading.Found, kind: reading.Kind) -> Answer:
    certificate = find(addresses.code_in(text_at(found.data, "id")))
    if certificate is None:
        return Answer(Outcome.UNKNOWN, kind)
    family_name = certificate.claims["family_name"]
    is_named = said.names_holder(text_at(found.data, HOLDER), family_name)
    verdict = verdict_of(certificate, family_name if is_named else None)
    outcome = _compared(found, certificate)
    rows = _altered(found, verdict) if outcome == Outcome.ALTERED else ()
    return Answer(outcome, kind, verdict, rows)


def _compared(found: reading.Found, certificate: Certificate) -> Outcome:
    if not certificate.credential:
        return Outcome.UNCONFIRMED
    if found.text == certificate.credential.encode():
        return Outcome.GENUINE
    true = json.loads(certificate.credential)
    if is_same(found.data, true):
        return Outcome.REWRITTEN
    if is_same(without(found.data, RENEWED), without(true, RENEWED)) and _is_older(
        found, certificate
    ):
        return Outcome.OLDER
    return Outcome.ALTERED


def _is_older(found: reading.Found, certificate: Certificate) -> bool:
    """Signed by another key of ours; it may be one that nobody trusts any more.

    All but the signature and its moment is ours word for word, so this graph is no trap.
    """
    did, _mark, name = text_at(found.data, METHOD).partition("#")
    key = IssuerKey.objects.exclude(certificates=certificate).filter(name=name).first()
    is_moment = MOMENT.fullmatch(text_at(found.data, "validFrom")) is not None
    if key is None or did != addresses.did(certificate.claims["site"]) or not is_moment:
        return False
    try:
        return signing.verify(found.data, key=signing.from_multibase(key.public))
    except (KeyError, TypeError, ValueError):  # a proof with other parts than ours
        return False


def _altered(found: reading.Found, verdict: Verdict) -> tuple[Difference, ...]:
    certificate = verdict.certificate
    rows = differences(found.data, json.loads(certificate.credential)) if certificate else []
    return tuple(row if verdict.shows_name else _without_name(row) for row in rows)


def _without_name(row: Difference) -> Difference:
    """Nor the signature: with all other fields it would confirm one guessed name after another."""
    return replace(row, true="") if row.field in HIDDEN else row
