"""A picture as typst takes it: inside an SVG, so that it travels in the data like any text."""

import base64
import io
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 1600  # as wide as a page needs
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
    ' height="{height}"><image width="{width}" height="{height}"'
    ' href="data:image/{kind};base64,{data}"/></svg>'
)


class Picture(NamedTuple):
    svg: str
    width: int
    height: int


def picture(content: bytes) -> Picture | None:
    """Drawn anew in plain colours, which any PDF/A may hold; None where it is damaged."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.thumbnail((MOST_PIXELS, MOST_PIXELS))
            is_clear = image.has_transparency_data
            plain = image.convert("RGBA" if is_clear else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    out, kind = io.BytesIO(), "png" if is_clear else "jpeg"
    plain.save(out, kind, quality=85)
    data = base64.b64encode(out.getvalue()).decode()
    width, height = plain.size
    return Picture(SVG.format(width=width, height=height, kind=kind, data=data), width, height)
