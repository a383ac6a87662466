"""From frozen claims to the PDF: the same certificate gives the same bytes, always."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from lms.printing.compiler import render

from . import pages
from .claims import Claims, full_name, grouped
from .credentials import offline
from .designs import content
from .issuer import addresses
from .pages import TEMPLATE_VERSION, TEMPLATES, directed, qr_code
from .wording import words_of

if TYPE_CHECKING:
    from .models import Certificate

MOST_IN_ONE_FILE = 100  # typst takes 3 MB for each until it is through
FIRST_WITH_DESIGN = 3
TURNED = b"/ViewerPreferences<</DisplayDocTitle true/Direction/R2L>>"
UNTURNED = TURNED.replace(b"R2L", b"L2R")


def pdf_of(certificate: "Certificate") -> bytes:
    """Its own file, with the signed credential inside where it is signed.

    Raises ``typst.TypstError`` where the name has a character that no font shows.
    """
    template, made_at = TEMPLATES[certificate.template_version], certificate.created_at
    if certificate.template_version < FIRST_WITH_DESIGN:
        data = template_data(certificate.claims, certificate.wording, certificate.code)
        return render(template, data, timestamp=made_at)
    data = document([certificate], credential=certificate.credential)
    return _copied_right(render(template, data, timestamp=made_at))


def pdf_of_many(certificates: Sequence["Certificate"]) -> bytes:
    """One file to print, a page each, in their order; without credentials, and with no hash kept.

    Those of earlier templates say the same on the page of today. Raises ValueError for none, and
    for more than MOST_IN_ONE_FILE.
    """
    if not 1 <= len(certificates) <= MOST_IN_ONE_FILE:
        raise ValueError(f"{len(certificates)} certificates do not go into one file.")
    prefetch_related_objects(certificates, "design")
    latest = max(certificate.created_at for certificate in certificates)
    pdf = render(TEMPLATES[TEMPLATE_VERSION], document(certificates), timestamp=latest)
    return _copied_right(pdf)


def _copied_right(pdf: bytes) -> bytes:
    """With the default in the place of typst's hint how to turn the pages, which is as long.

    Of a file with the hint for right to left browsers copy Latin words in the wrong order, and so
    a wrong code. Nothing else is told by it: each text has its own language and direction.
    """
    return pdf.replace(TURNED, UNTURNED) if pdf.count(TURNED) == 1 else pdf


def document(certificates: Sequence["Certificate"], *, credential: str = "") -> dict[str, Any]:
    """What certificate-3.typ reads; a design that several share is in it once."""
    designs: list[Mapping[str, Any]] = []
    drawn = [_page(certificate, designs) for certificate in certificates]
    claims = certificates[0].claims
    return pages.document_of(
        drawn,
        designs,
        about=full_name(claims) if len(drawn) == 1 else str(len(drawn)),
        issuer=claims["issuer"],
        credential=credential,
    )


def _page(certificate: "Certificate", designs: list[Mapping[str, Any]]) -> dict[str, Any]:
    design, url = _design_of(certificate), offline_url(certificate)
    if design not in designs:
        designs.append(design)
    return pages.page(
        certificate.claims,
        _wording_of(certificate),
        certificate.code,
        design=designs.index(design),
        offline_url=url if design["offline_qr"] and "#" in url else "",
    )


def _design_of(certificate: "Certificate") -> Mapping[str, Any]:
    if certificate.design is None:  # of an earlier template
        return content.plain(certificate.wording.get("signatories", []))
    return certificate.design.content


def _wording_of(certificate: "Certificate") -> dict[str, Any]:
    """With the words that earlier templates did not have."""
    if certificate.design is not None:
        return certificate.wording
    return {**words_of(certificate.wording["lang"]), "held_by": "", **certificate.wording}


def offline_url(certificate: "Certificate") -> str:
    """The verify address with the proof that needs no network, for a QR code of OFFLINE_QR_MM.

    Without it where there is none, or where it would show a name that is protected since.
    """
    url = addresses.certificate(certificate.claims["site"], certificate.code)
    proof = certificate.offline_proof
    if not proof or (certificate.is_protected and offline.shows_name(proof)):
        return url
    return f"{url}#{proof}"


def template_data(claims: Claims, wording: dict[str, Any], code: str) -> dict[str, Any]:
    """What certificate.typ and certificate-2.typ read."""
    url = addresses.certificate(claims["site"], code)
    svg, width = qr_code(url)
    words = pages.printable_words(wording)
    return {
        "document_title": f"{words['heading']}: {full_name(claims)}",
        "issuer": directed(claims["issuer"]),
        "holder": pages.holder_of(claims),
        "title": directed(claims["title"]),
        "points": pages.points_of(claims),
        "note": directed(claims["note"]),
        # Certificates of template 1 have none.
        "signatories": [
            {key: directed(text) for key, text in signatory.items()}
            for signatory in wording.get("signatories", [])
        ],
        "wording": words,
        "qr": svg,
        "qr_width": width,
        "verify_url": url,
        "code": grouped(code),
    }
