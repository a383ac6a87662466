"""A badge as SVG: the same drawing, with its words as text."""

from xml.sax.saxutils import escape, quoteattr

from . import motif
from .lettering import ARABIC, SANS, Line, lines_of

FAMILIES = {
    SANS: "Noto Sans, system-ui, sans-serif",
    ARABIC: "Amiri, Noto Naskh Arabic, serif",
}
OTHER = "Source Serif 4 Display, Source Serif 4, Georgia, serif"
NAMESPACE = "http://www.w3.org/2000/svg"


def draw(title: str, issuer: str) -> str:
    size = motif.SIZE
    start = (
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
        f' role="img"><title>{_text(f"{title}, {issuer}")}</title>'
    )
    words = "".join(map(_words, lines_of(title, issuer)))
    return f"{start}{_seal()}{words}</svg>\n"


def _seal() -> str:
    middle = (motif.CENTRE, motif.CENTRE)
    person = (motif.PERSON_RADIUS, motif.PERSON_RADIUS)
    (x, top), (_x, foot) = motif.TRUNK
    trunk = (
        f'<path d="M{_number(x)} {_number(top)}V{_number(foot)}"'
        f' stroke="{motif.MINT}" stroke-width="{motif.TRUNK_WIDTH}"/>'
    )
    return "".join(
        [
            *(_ellipse(middle, (radius, radius), colour) for radius, colour in motif.DISCS),
            *(_polygon(outline, colour) for colour, outline in motif.leaves()),
            trunk,
            *(_ellipse(centre, radii, motif.MINT) for centre, radii in motif.CROWN),
            *(_ellipse(centre, person, motif.WARM) for centre in motif.PEOPLE),
        ]
    )


def _ellipse(centre: motif.Point, radii: motif.Point, colour: str) -> str:
    (x, y), (across, down) = centre, radii
    where = f'cx="{_number(x)}" cy="{_number(y)}" rx="{across}" ry="{down}"'
    return f'<ellipse {where} fill="{colour}"/>'


def _polygon(outline: list[motif.Point], colour: str) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in outline)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _words(line: Line) -> str:
    """Where the font is another one, words are stretched to the width they had."""
    look = f'font-family={quoteattr(FAMILIES.get(line.font, OTHER))} font-size="{line.size}"'
    fit = f'textLength="{_number(line.width)}" lengthAdjust="spacingAndGlyphs"'
    way = ' direction="rtl"' if line.rtl else ""
    baseline = line.y + line.size * 0.34
    where = f'x="{_number(motif.CENTRE)}" y="{_number(baseline)}" text-anchor="middle"'
    return f'<text {where} {look} fill="{line.colour}" {fit}{way}>{_text(line.text)}</text>'


def _text(text: str) -> str:
    """Escaped, and without what XML cannot hold."""
    return escape("".join(letter for letter in text if letter.isprintable()))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
