"""What certificate-3.typ reads: plain data of pages and of the designs they are in."""

import io
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import segno

from lms.printing.pictures import SVG
from lms.printing.text import breakable, is_rtl, printable

from .claims import Claims, full_name, grouped
from .issuer import addresses

TEMPLATE_VERSION = 3
TYPST = Path(__file__).parent / "typst"
TEMPLATES = {
    1: TYPST / "certificate.typ",
    2: TYPST / "certificate-2.typ",
    3: TYPST / "certificate-3.typ",
}
QR_VERSION, QR_QUIET_ZONE = 3, 4
QR_MM, OFFLINE_QR_MM = 30, 40


def document_of(
    drawn: Sequence[Mapping[str, Any]],
    designs: Sequence[Mapping[str, Any]],
    *,
    about: str,
    issuer: str,
    credential: str = "",
) -> dict[str, Any]:
    """The whole: ``drawn`` are pages, ``about`` says in the title whose or how many."""
    words = drawn[0]["wording"]
    inside = {"text": credential, "description": words["credential"]}
    return {
        "title": f"{words['heading']}: {about}",
        "author": printable(issuer),
        "description": words["heading"],
        "lang": words["lang"],
        "designs": [look(content) for content in designs],
        "certificates": list(drawn),
        "credential": inside if credential else None,
    }


def page(
    claims: Claims, wording: Mapping[str, Any], code: str, *, design: int, offline_url: str = ""
) -> dict[str, Any]:
    """One certificate; ``design`` is the place of its design among those of the document.

    ``offline_url`` is the verify address with a proof behind it, for a larger QR code.
    """
    words = printable_words(wording)
    address = addresses.certificate(claims["site"], code)
    svg, width = qr_code(offline_url or address, size=OFFLINE_QR_MM if offline_url else QR_MM)
    kind = "offline_" if offline_url else ""
    return {
        "design": design,
        "issuer": directed(claims["issuer"]),
        "holder": holder_of(claims),
        "title": directed(claims["title"]),
        "held_by": directed(wording["held_by"]),
        "points": points_of(claims),
        "note": directed(claims["note"]),
        "wording": words,
        "qr": {
            "svg": svg,
            "width": width,
            "alt": words[f"{kind}qr_alt"],
            "note": words["offline"] if offline_url else "",
        },
        # In two parts, so that a line never ends inside the code.
        "address": {"before": address.removesuffix(f"{code}/"), "end": f"{code}/"},
        "code": grouped(code),
    }


def look(content: Mapping[str, Any]) -> dict[str, Any]:
    """A design: ``content`` as ``designs.content`` has it."""
    return {
        "organisation": directed(content["organisation"]),
        "logo": drawn(content["logo"]),
        "accent": content["accent"],
        "line": content["line"],
        "signatories": [
            {
                "name": directed(it["name"]),
                "role": directed(it["role"]),
                "signature": drawn(it["signature"]),
            }
            for it in content["signatories"]
        ],
    }


def drawn(picture: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The pixels as they were frozen, in an SVG, which travels in the data like any text."""
    if picture is None:
        return None
    width, height = picture["width"], picture["height"]
    svg = SVG.format(width=width, height=height, kind="png", data=picture["png"])
    return {"svg": svg, "width": width, "height": height, "alt": printable(picture["alt"])}


# --- text -------------------------------------------------------------------------------------


def directed(text: str) -> dict[str, Any]:
    """Somebody's text with its direction; what cannot be printed in it is left out.

    The holder's name is the exception: a name with a letter missing is another name, so there
    the missing letter stops the printing.
    """
    return {"text": breakable(printable(text)), "rtl": is_rtl(text)}


def holder_of(claims: Claims) -> dict[str, Any]:
    name = full_name(claims)
    return {"text": breakable(name), "rtl": is_rtl(name)}


def points_of(claims: Claims) -> list[dict[str, Any]]:
    """The outcomes, or the objectives where there are none."""
    points = claims["outcomes"] or [objective["text"] for objective in claims["objectives"]]
    return [directed(point) for point in points]


def printable_words(wording: Mapping[str, Any]) -> dict[str, Any]:
    words = {key: printable(it) if isinstance(it, str) else it for key, it in wording.items()}
    facts = [{"label": printable(label), "value": directed(it)} for label, it in wording["facts"]]
    return {**words, "facts": facts}


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
