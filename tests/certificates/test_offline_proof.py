"""The proof in the address on a paper: whole, small, and nothing in it can be altered."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pypdfium2
import pytest
import typst
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from certificates import pages, rendering, services
from certificates.claims import fold_name
from certificates.credentials import offline, signing
from certificates.credentials.offline import Key
from certificates.models import Certificate
from tests.factories.people import make_user

from .builders import make_certificate, make_claims
from .names_folded import EXAMPLES

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SEAL = offline.Seal("key-2026a", 3, 70_001)
KEYS = {SEAL.key_name: PRIVATE.public_key()}
DOTS_PER_INCH, MM_PER_INCH = 150, 25.4


def make(*, hides_name: bool = False, **claims) -> str:
    return offline.make(make_claims(**claims), SEAL, hides_name=hides_name, key=PRIVATE)


def raw(proof: str) -> bytes:
    return urlsafe_b64decode(proof + "=" * (-len(proof) % 4))


def text(whole: bytes) -> str:
    return urlsafe_b64encode(whole).decode().rstrip("=")


# --- what it says ------------------------------------------------------------------------------


def test_it_says_what_matters_at_a_gate() -> None:
    assert offline.read(make(), KEYS) == {
        Key.NUMBER: "2026-7K3QF-9XW2M",
        Key.HOLDER: "Amara Diallo",
        Key.TITLE: "Child protection, online part",
        Key.COMPLETED_ON: "2026-07-14",
        Key.VALID_UNTIL: "2028-07-14",
        Key.ISSUER: "Safe Learning",
        Key.SIGNED_WITH: "key-2026a",
        Key.STATUS_LIST: 3,
        Key.STATUS_INDEX: 70_001,
    }


@pytest.mark.parametrize("at", range(len(raw(make()))))
def test_whatever_byte_is_altered_the_proof_does_not_hold(at: int) -> None:
    whole = bytearray(raw(make()))
    for bit in (1, 128):
        whole[at] ^= bit
        assert offline.read(text(bytes(whole)), KEYS) is None
        whole[at] ^= bit


@pytest.mark.parametrize(
    "proof", ["", "main", "====", "a b", make()[:-8], make()[8:], f"{make()}AAAA", f" {make()}"]
)
def test_what_is_no_proof_of_ours_is_read_as_none(proof: str) -> None:
    assert offline.read(proof, KEYS) is None


def test_another_key_of_the_same_name_counts_for_nothing() -> None:
    other = {SEAL.key_name: Ed25519PrivateKey.generate().public_key()}
    assert offline.read(make(), other) is None
    assert offline.read(make(), {}) is None


def test_long_texts_are_cut_so_that_it_stays_a_qr_code() -> None:
    said = offline.read(make(family="الأنصاري" * 20, certificate_title="Wide " * 40), KEYS)
    for name in (Key.HOLDER, Key.TITLE):
        assert len(said[name]) == offline.LONGEST
        assert said[name].endswith(offline.CUT_SHORT)


def test_it_is_small() -> None:
    assert len(make()) <= 240


# --- names that are protected --------------------------------------------------------------------


def test_a_protected_name_is_not_in_it_and_can_be_confirmed() -> None:
    proof = make(hides_name=True, family="N’Diaye")
    said = offline.read(proof, KEYS)
    assert Key.HOLDER not in said
    for name in (b"Amara", b"Diaye", b"ndiaye"):
        assert name not in raw(proof)
    assert offline.confirms_name(said, "NDIAYE")
    assert not offline.confirms_name(said, "Diallo")
    assert not offline.confirms_name(said, "")


def test_two_papers_of_one_family_do_not_tell_that_they_are() -> None:
    first, second = (offline.read(make(hides_name=True), KEYS) for _ in range(2))
    assert first[Key.NAME_CHECK] != second[Key.NAME_CHECK]


@pytest.mark.parametrize(("name", "folded"), EXAMPLES.items())
def test_a_name_is_folded_as_in_the_browser(name: str, folded: str) -> None:
    assert fold_name(name) == folded


# --- certificates ------------------------------------------------------------------------------

in_database = pytest.mark.django_db


def keys_of(certificate: Certificate) -> dict:
    row = certificate.signed_with
    return {row.name: signing.from_multibase(row.public)}


@in_database
def test_a_prepared_certificate_has_its_proof() -> None:
    certificate = make_certificate(given="Zoë", family="Diallo")
    said = offline.read(certificate.offline_proof, keys_of(certificate))
    assert said[Key.HOLDER] == "Zoë Diallo"
    assert said[Key.NUMBER] == certificate.number
    place = (certificate.status_list_id, certificate.status_index)
    assert (said[Key.STATUS_LIST], said[Key.STATUS_INDEX]) == place
    url = rendering.offline_url(certificate)
    assert url == f"http://testserver{certificate.get_absolute_url()}#{certificate.offline_proof}"


@in_database
def test_after_a_compromise_the_proof_is_by_the_new_key() -> None:
    certificate = make_certificate()
    call_command("issuer_keys", "compromised", certificate.signed_with.name)
    again = Certificate.objects.get(pk=certificate.pk)
    assert offline.read(certificate.offline_proof, keys_of(again)) is None
    assert offline.read(again.offline_proof, keys_of(again))


@in_database
def test_a_protected_certificate_never_prints_the_name_in_its_address() -> None:
    certificate = make_certificate(disclosure="protected", family="Diallo")
    assert not offline.shows_name(certificate.offline_proof)
    assert "#" in rendering.offline_url(certificate)
    changed = make_certificate(family="Diallo")
    changed.disclosure = "protected"  # since it was signed
    assert "#" not in rendering.offline_url(changed)


@in_database
def test_who_is_erased_is_in_no_proof() -> None:
    certificate = make_certificate()
    services.redact(person=certificate.holder, by=make_user())
    erased = Certificate.objects.get(pk=certificate.pk)
    assert erased.offline_proof == ""
    assert "#" not in rendering.offline_url(erased)


# --- QR ----------------------------------------------------------------------------------------

PAGE = """#set page(width: 100mm, height: 100mm, margin: 10mm)
#image(bytes(sys.inputs.qr), format: "svg", width: float(sys.inputs.width) * 1mm)"""


@pytest.mark.parametrize(
    "claims",
    [{}, {"certificate_title": "T" * 200, "family": "F" * 200}, {"family": "الأنصاري " * 20}],
    ids=["short", "long", "long and Arabic"],
)
def test_the_qr_code_is_read_from_paper(claims: dict) -> None:
    url = f"https://learn.example.org/verify/7K3QF9XW2MAB/#{make(**claims)}"
    svg, width = pages.qr_code(url, size=pages.OFFLINE_QR_MM)
    pdf = typst.compile(PAGE.encode(), sys_inputs={"qr": svg, "width": str(width)})
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=DOTS_PER_INCH / 72)
    [found] = zxingcpp.read_barcodes(page.to_pil().convert("L"))
    assert found.text == url
    corners = found.position
    across = (corners.top_right.x - corners.top_left.x) / DOTS_PER_INCH * MM_PER_INCH
    assert across == pytest.approx(pages.OFFLINE_QR_MM, abs=1)
