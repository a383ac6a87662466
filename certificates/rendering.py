"""From frozen claims to the PDF: the same certificate gives the same bytes, always."""

import io
from functools import partial
from pathlib import Path
from typing import Any

import segno

from lms.printing.compiler import render
from lms.printing.text import breakable, is_rtl, printable

from .claims import Claims, full_name, grouped
from .credentials import offline
from .models import Certificate

TEMPLATE_VERSION = 2
TYPST = Path(__file__).parent / "typst"
TEMPLATES = {1: TYPST / "certificate.typ", 2: TYPST / "certificate-2.typ"}

QR_VERSION, QR_QUIET_ZONE, QR_MM = 3, 4, 30
OFFLINE_QR_MM = 40  # of offline_url: it has more than four times as many modules


def pdf_of(certificate: Certificate) -> bytes:
    """Raises ``typst.TypstError`` where the name has a character that no font shows."""
    return render(
        TEMPLATES[certificate.template_version],
        template_data(certificate.claims, certificate.wording, certificate.code),
        timestamp=certificate.created_at,
    )


def verify_url(claims: Claims, code: str) -> str:
    """As printed; the address stands for ever, so it is not looked up in the URL map."""
    return f"{claims['site']}/verify/{code}/"


def offline_url(certificate: Certificate) -> str:
    """The verify address with the proof that needs no network, for a QR code of OFFLINE_QR_MM.

    Without it where there is none, or where it would show a name that is protected since.
    """
    url, proof = verify_url(certificate.claims, certificate.code), certificate.offline_proof
    if not proof or (certificate.is_protected and offline.shows_name(proof)):
        return url
    return f"{url}#{proof}"


def template_data(claims: Claims, wording: dict[str, Any], code: str) -> dict[str, Any]:
    """What certificate.typ reads."""
    url = verify_url(claims, code)
    svg, width = qr_code(url)
    name = full_name(claims)
    points = claims["outcomes"] or [objective["text"] for objective in claims["objectives"]]
    words = {key: printable(it) if isinstance(it, str) else it for key, it in wording.items()}
    facts = [{"label": printable(label), "value": directed(it)} for label, it in wording["facts"]]
    return {
        "document_title": f"{words['heading']}: {name}",
        "issuer": directed(claims["issuer"]),
        "holder": {"text": breakable(name), "rtl": is_rtl(name)},
        "title": directed(claims["title"]),
        "points": [directed(point) for point in points],
        "note": directed(claims["note"]),
        # Certificates of template 1 have none.
        "signatories": [
            {key: directed(text) for key, text in signatory.items()}
            for signatory in wording.get("signatories", [])
        ],
        "wording": {**words, "facts": facts},
        "qr": svg,
        "qr_width": width,
        "verify_url": url,
        "code": grouped(code),
    }


# --- text -------------------------------------------------------------------------------------


def directed(text: str) -> dict[str, Any]:
    """Somebody's text with its direction; what cannot be printed in it is left out.

    The holder's name is the exception: a name with a letter missing is another name, so there
    the missing letter stops the printing.
    """
    return {"text": breakable(printable(text)), "rtl": is_rtl(text)}


# --- QR ---------------------------------------------------------------------------------------


def qr_code(url: str, *, size: float = QR_MM) -> tuple[str, float]:
    """As SVG, with its width in mm: ``size`` without the quiet zone, more with it."""
    # A fixed mask is four times as fast as the search for the best one, and reads as well.
    make = partial(segno.make_qr, url, error="m", boost_error=False, mask=2)
    code = make()
    if int(code.version) < QR_VERSION:
        code = make(version=QR_VERSION)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QR_QUIET_ZONE, xmldecl=False)
    modules = code.symbol_size(border=0)[0]
    return out.getvalue().decode(), size * (modules + 2 * QR_QUIET_ZONE) / modules
