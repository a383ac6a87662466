"""From frozen claims to the PDF: the same certificate gives the same bytes, always."""

import io
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import segno

from lms.printing.compiler import render
from lms.printing.fonts import is_covered

from .claims import Claims, full_name, grouped
from .models import Certificate

TEMPLATE_VERSION = 1
TEMPLATES = {1: Path(__file__).parent / "typst" / "certificate.typ"}

QR_VERSION, QR_QUIET_ZONE, QR_MM = 3, 4, 30
LONG_WORD = 24
# Characters that turn the text after them round.
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
ZERO_WIDTH_SPACE = "\u200b"


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


def printable(text: str) -> str:
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (c for c in folded if is_covered(c) and unicodedata.bidirectional(c) not in TURNS)
    return " ".join("".join(kept).split())


def is_rtl(text: str) -> bool:
    """By the first letter that has a direction, as browsers do for ``dir="auto"``."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def breakable(text: str) -> str:
    """Lets words longer than any real one break, so that nothing runs off the page."""
    return " ".join(map(_with_breaks, text.split(" ")))


def _with_breaks(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    parts: list[str] = []
    for character in word:
        if not parts or (len(parts[-1]) >= LONG_WORD and not unicodedata.combining(character)):
            parts.append("")
        parts[-1] += character
    return ZERO_WIDTH_SPACE.join(parts)


# --- QR ---------------------------------------------------------------------------------------


def qr_code(url: str) -> tuple[str, float]:
    """As SVG, with its width in mm including the quiet zone; larger for a long host name."""
    # A fixed mask is four times as fast as the search for the best one, and reads as well.
    make = partial(segno.make_qr, url, error="m", boost_error=False, mask=2)
    code = make()
    if int(code.version) < QR_VERSION:
        code = make(version=QR_VERSION)
    out = io.BytesIO()
    code.save(out, kind="svg", border=QR_QUIET_ZONE, xmldecl=False)
    modules = code.symbol_size(border=0)[0]
    return out.getvalue().decode(), QR_MM * (modules + 2 * QR_QUIET_ZONE) / modules
