"""The fonts everything is printed with, and which characters they can show.

They are vendored, so that what comes out does not depend on the machine. Amiri writes the
Arabic script because names come out of the PDF as they went in (copy, search, screen reader):
the Noto Arabic fonts swap the letters of every lam-alef, and their newer builds give garbage.
"""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_DIR = Path(__file__).parent / "fonts"
# Source Serif 4 Display lies there too, for headings: a template names it in front of these. It is
# none of them, because what can be printed must not change for certificates that are issued.
# In the order typst tries them; a family shows what every one of its files shows.
FAMILIES = {
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "Amiri": ("Amiri-Regular.ttf",),
}


def code_points(file_name: str) -> frozenset[int]:
    """Without control characters: fonts have a glyph for some, and PDF/A forbids them."""
    with TTFont(FONT_DIR / file_name, lazy=True) as font:
        points = font.getBestCmap()
    return frozenset(point for point in points if unicodedata.category(chr(point)) != "Cc")


@cache
def covered_code_points() -> frozenset[int]:
    families = (map(code_points, files) for files in FAMILIES.values())
    return frozenset().union(*(frozenset.intersection(*files) for files in families))


def is_covered(character: str) -> bool:
    """Whether it can be printed; one that cannot stops a PDF/A document with an error."""
    return ord(character) in covered_code_points()
