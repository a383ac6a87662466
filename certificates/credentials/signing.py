"""Data Integrity proofs ``eddsa-rdfc-2022`` over JSON-LD: sign, verify.

After W3C “Verifiable Credential Data Integrity 1.0” and “Data Integrity EdDSA Cryptosuites v1.0”.
Never given what a stranger uploaded: the canonical form of a hostile graph takes factorial time.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
MULTIKEY = "https://w3id.org/security/multikey/v1"
CONTEXTS = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
    DATA_INTEGRITY: "security-data-integrity-v2.json",
    MULTIKEY: "security-multikey-v1.json",
}
FOLDER = Path(__file__).parent / "contexts"

TYPE, SUITE, PURPOSE = "DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod"
BASE58_BTC = "z"
LONGEST_VALUE = 100  # letters of a signature, which has 64 bytes
ED25519_PUB = bytes((0xED, 0x01))  # multicodec prefix
# The canonical form of the options of a proof: always these lines, see the test that makes them.
OPTIONS = f"""\
_:c14n0 <http://purl.org/dc/terms/created> "{{created}}"\
^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/security#{TYPE}> .
_:c14n0 <https://w3id.org/security#cryptosuite> "{SUITE}"\
^^<https://w3id.org/security#cryptosuiteString> .
_:c14n0 <https://w3id.org/security#proofPurpose> <https://w3id.org/security#{PURPOSE}> .
_:c14n0 <https://w3id.org/security#verificationMethod> <{{method}}> .
"""


class NotSignable(ValueError):
    """Something in the document would not be covered by its signature."""


@cache
def _context(url: str) -> dict[str, Any]:
    document = json.loads((FOLDER / CONTEXTS[url]).read_text())
    return {"contextUrl": None, "documentUrl": url, "document": document}


def load(url: str, _options: Any = None) -> dict[str, Any]:
    """A context that lies here; nothing is ever fetched."""
    if url not in CONTEXTS:
        raise NotSignable(f"The context {url} is not one of ours.")
    return _context(url)


NOWHERE = "https://relative.invalid/"  # where a name leads that no context knows
OF_OURS = {"documentLoader": load, "base": NOWHERE}
RDFC = {"algorithm": "URDNA2015", "format": "application/n-quads"}


def canonical(document: Mapping[str, Any]) -> str:
    """The document as sorted N-Quads (RDFC-1.0): the same for the same meaning.

    Raises NotSignable where a term has no meaning, for it would be left out in silence.
    """
    dropped: list[str] = []
    try:
        expanded = jsonld.expand(dict(document), OF_OURS, on_property_dropped=dropped.append)
    except jsonld.JsonLdError as error:
        raise NotSignable(str(error.__cause__ or error)) from error
    unknown = [name for name in _names(expanded) if name.startswith(NOWHERE)]
    if dropped or unknown:
        raise NotSignable(f"Terms without a meaning: {[*dropped, *unknown]}.")
    return str(jsonld.normalize(expanded, {**OF_OURS, **RDFC}))


def _names(expanded: Any) -> Iterator[str]:
    """Every ``@id`` and ``@type``, down to the last."""
    if isinstance(expanded, list):
        for one in expanded:
            yield from _names(one)
    elif isinstance(expanded, dict):
        for key, value in expanded.items():
            if key == "@id":
                yield value
            elif key == "@type":
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _names(value)


def sign(
    document: Mapping[str, Any], *, key: Ed25519PrivateKey, method: str, created: datetime
) -> dict[str, Any]:
    """The document with its proof; ``method`` is the address of the key. Raises NotSignable."""
    proof = {
        "type": TYPE,
        "created": f"{created:%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": method,
        "cryptosuite": SUITE,
        "proofPurpose": PURPOSE,
    }
    digest = _digest(document, proof)
    signature = key.sign(digest)
    key.public_key().verify(signature, digest)  # a fault of the machine is not published
    value = BASE58_BTC + base58.b58encode(signature).decode()
    return {**document, "proof": [{**proof, "proofValue": value}]}


def verify(signed: Mapping[str, Any], *, key: Ed25519PublicKey) -> bool:
    """Whether the one proof of a document of ours is by this key."""
    document = {name: value for name, value in signed.items() if name != "proof"}
    [proof] = signed["proof"]
    value = proof["proofValue"]
    if len(value) > LONGEST_VALUE:
        return False
    signature = base58.b58decode(value.removeprefix(BASE58_BTC))
    try:
        key.verify(signature, _digest(document, proof))
    except InvalidSignature:
        return False
    return True


def _digest(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    options = OPTIONS.format(created=proof["created"], method=proof["verificationMethod"])
    hashes = (hashlib.sha256(text.encode()) for text in (options, canonical(document)))
    return b"".join(each.digest() for each in hashes)


def multibase(key: Ed25519PublicKey) -> str:
    """A public key as a Multikey writes it."""
    return BASE58_BTC + base58.b58encode(ED25519_PUB + key.public_bytes_raw()).decode()


def from_multibase(text: str) -> Ed25519PublicKey:
    raw = base58.b58decode(text.removeprefix(BASE58_BTC))
    return Ed25519PublicKey.from_public_bytes(raw.removeprefix(ED25519_PUB))
