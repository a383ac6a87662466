"""What anybody is told about a code: the same verdict as a page and as data."""

from dataclasses import dataclass
from typing import Any

from . import claims as said
from .holders.chain import shown_to_others
from .models import Certificate, CertificateEvent
from .states import State

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """``status``: valid, expired, revoked, replaced or unknown; without a certificate: unknown."""

    status: str
    certificate: Certificate | None = None
    ended: CertificateEvent | None = None
    shows_name: bool = False
    wrong_name: bool = False
    earlier: tuple[Certificate, ...] = ()

    @property
    def asks_name(self) -> bool:
        """Whether the verifier may type the family name; never once the name was removed."""
        if self.certificate is None or self.certificate.is_redacted:
            return False
        return not self.shows_name


def find(typed: str) -> Certificate | None:
    """What was issued with this code, as somebody typed it: one query."""
    code = said.normalise_code(typed)
    found = Certificate.objects.with_ending().filter(code=code).first() if code else None
    return None if found is None or found.state == State.BEING_PREPARED else found


def verdict_on(typed: str, family_name: str | None = None) -> Verdict:
    """Look a code up as somebody typed it: one query, one if it ended, one for earlier ones."""
    return verdict_of(find(typed), family_name)


def verdict_of(found: Certificate | None, family_name: str | None = None) -> Verdict:
    """In protected mode the name shows to who gives the family name, and to nobody else."""
    if found is None:
        return Verdict(UNKNOWN)
    tried = family_name is not None
    matches = tried and said.names_match(family_name or "", found.claims["family_name"])
    shows_name = not found.is_redacted and (matches or not found.is_protected)
    return Verdict(
        status=found.state.value,
        certificate=found,
        ended=found.events.filter(kind=found.ending).first() if found.ending else None,
        shows_name=shows_name,
        wrong_name=tried and not matches,
        earlier=tuple(shown_to_others(found)) if shows_name else (),
    )


def as_data(verdict: Verdict) -> dict[str, Any]:
    """The verdict for programs; ``holder`` is null where the name does not show."""
    if verdict.certificate is None:
        return {"status": UNKNOWN}
    claims = verdict.certificate.claims
    names = ("given_name", "family_name")
    shown = {key: value for key, value in claims.items() if key not in (*names, "format", "site")}
    return {
        "status": verdict.status,
        **shown,
        "holder": {key: claims[key] for key in names} if verdict.shows_name else None,
        "protected": verdict.certificate.is_protected,
        "ended_at": verdict.ended.at.isoformat() if verdict.ended else None,
        "reason": verdict.ended.reason if verdict.ended else None,
        "earlier": [
            {
                "number": one.number,
                "completed_on": one.valid_from.isoformat(),
                "valid_until": one.valid_until.isoformat(),
                "status": one.state.value,
            }
            for one in verdict.earlier
        ],
    }
