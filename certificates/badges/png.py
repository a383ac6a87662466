"""A badge as PNG: the same bytes each time with the same Pillow."""

import io

from PIL import Image, ImageDraw

from . import motif
from .lettering import Line, direction, lines_of, loaded

VERSION = 1  # the next one whenever something is drawn in another way: pictures are cached
SHARPER = 3  # drawn so many times larger, since Pillow's edges are hard


def draw(title: str, issuer: str) -> bytes:
    large = motif.SIZE * SHARPER
    image = Image.new("RGBA", (large, large), (255, 253, 249, 0))
    _seal(ImageDraw.Draw(image))
    image = image.resize((motif.SIZE, motif.SIZE), Image.Resampling.BOX)
    pen = ImageDraw.Draw(image)
    for line in lines_of(title, issuer):
        _write(pen, line)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=9)
    return out.getvalue()


def _seal(pen: ImageDraw.ImageDraw) -> None:
    middle = (motif.CENTRE, motif.CENTRE)
    for radius, colour in motif.DISCS:
        _ellipse(pen, middle, (radius, radius), colour)
    for colour, outline in motif.leaves():
        pen.polygon([(x * SHARPER, y * SHARPER) for x, y in outline], fill=colour)
    trunk = [(x * SHARPER, y * SHARPER) for x, y in motif.TRUNK]
    pen.line(trunk, fill=motif.MINT, width=motif.TRUNK_WIDTH * SHARPER)
    for centre, radii in motif.CROWN:
        _ellipse(pen, centre, radii, motif.MINT)
    for centre in motif.PEOPLE:
        _ellipse(pen, centre, (motif.PERSON_RADIUS,) * 2, motif.WARM)


def _ellipse(
    pen: ImageDraw.ImageDraw, centre: motif.Point, radii: motif.Point, colour: str
) -> None:
    (x, y), (across, down) = centre, radii
    box = (x - across, y - down, x + across, y + down)
    pen.ellipse([SHARPER * edge for edge in box], fill=colour)


def _write(pen: ImageDraw.ImageDraw, line: Line) -> None:
    pen.text(
        (motif.CENTRE, line.y),
        line.text,
        fill=line.colour,
        font=loaded(line.font, line.size),
        anchor="mm",
        direction=direction(line.rtl),
    )
