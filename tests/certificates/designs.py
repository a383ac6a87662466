"""Pictures and designs as organisations have them."""

import io

from PIL import Image, ImageDraw

from certificates.designs.content import Content, made
from certificates.designs.pictures import LOGO, SIGNATURE, drawn_anew, picture_of


def a_picture(kind: str = "PNG", size: tuple[int, int] = (400, 160)) -> bytes:
    """A blue disc on nothing, or on black where the kind of file has no transparency."""
    image = Image.new("RGB" if kind == "JPEG" else "RGBA", size)
    ImageDraw.Draw(image).ellipse((10, 10, size[1] - 10, size[1] - 10), fill="#2b5a9e")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def a_design(*, has_logo: bool = True, organisation: str = "Example Aid", **fields) -> Content:
    logo = drawn_anew(io.BytesIO(a_picture()), LOGO) if has_logo else b""
    signature = picture_of(drawn_anew(io.BytesIO(a_picture()), SIGNATURE), "")
    defaults: dict = {
        "accent": "#2b5a9e",
        "offline_qr": False,
        "wording": {},
        "signatories": [
            {"name": "Ada Example", "role": "Head of training", "signature": signature},
            {"name": "José Ñandú", "role": "Director", "signature": None},
        ],
    }
    logo_in = picture_of(logo, "Logo of Example Aid")
    return made(organisation=organisation, logo=logo_in, **{**defaults, **fields})
