"""Logos and signatures: uploaded as anything, kept as small plain PNGs."""

import base64
import io
from typing import IO, TypedDict

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_PIXELS_READ = 40_000_000
LOGO, SIGNATURE = (900, 300), (700, 240)  # more pixels than paper shows, at 300 dpi
KINDS = ("PNG", "JPEG", "WEBP")


class Picture(TypedDict):
    png: str  # base64
    width: int
    height: int
    alt: str


class NotAPicture(ValueError):
    """The message says what to do."""


def picture_of(png: bytes, alt: str) -> Picture | None:
    """Of what ``drawn_anew`` gave, or nothing."""
    if not png:
        return None
    with Image.open(io.BytesIO(png)) as image:
        width, height = image.size
    return {"png": base64.b64encode(png).decode(), "width": width, "height": height, "alt": alt}


def drawn_anew(file: IO[bytes], most: tuple[int, int]) -> bytes:
    """A PNG not larger than ``most``, with nothing in it but the pixels; raises NotAPicture."""
    drawn = _pixels(file)
    drawn.thumbnail(most)
    bare = Image.new(drawn.mode, drawn.size)  # no colour profile, no notes of a camera
    bare.paste(drawn)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _pixels(file: IO[bytes]) -> Image.Image:
    try:
        with Image.open(file, formats=KINDS) as image:
            if image.width * image.height <= MOST_PIXELS_READ:
                upright = ImageOps.exif_transpose(image)
                return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except (OSError, SyntaxError, ValueError) as error:
        message = _("This file is no picture that can be read. Save it as PNG and upload it again.")
        raise NotAPicture(message) from error
    raise NotAPicture(_("This picture has too many pixels. Make it smaller and upload it again."))
