"""The words of a badge, as large as they fit into its disc."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

from PIL import ImageFont, features

from lms.printing.fonts import FONT_DIR, code_points
from lms.printing.text import is_rtl, printable

from .motif import CENTRE, PALE, PAPER

SERIF, SANS, ARABIC = (
    "SourceSerif4Display-Semibold.ttf",
    "NotoSans-Regular.ttf",
    "Amiri-Regular.ttf",
)
HEAVY = "NotoSans-Bold.ttf"
RADIUS = 192  # what words may fill of the disc
BALANCE = tuple(step / 20 for step in range(12, 21))  # narrower lines first: evener ones
ELLIPSIS = "…"
CAN_SHAPE = features.check("raqm")  # joins Arabic letters and turns them round


@dataclass(frozen=True)
class Line:
    """``y`` is its middle, ``width`` as the font measures it."""

    text: str
    y: float
    size: int
    font: str
    colour: str
    width: float
    rtl: bool


@dataclass(frozen=True)
class Place:
    """Where words stand, in which of these fonts, how large at most and at least."""

    top: float
    foot: float
    sizes: Sequence[int]
    most_lines: int
    fonts: Sequence[str]
    colour: str


TITLE = Place(250, 416, range(56, 17, -2), 6, (SERIF, HEAVY, ARABIC), PAPER)
ISSUER = Place(428, 474, range(19, 11, -1), 2, (SANS, ARABIC), PALE)


@dataclass(frozen=True)
class Style:
    place: Place
    font: str
    rtl: bool
    leading: float

    def width(self, text: str, size: int) -> float:
        return loaded(self.font, size).getlength(text, direction=direction(self.rtl))

    def line(self, text: str, y: float, size: int) -> Line:
        width = self.width(text, size)
        return Line(text, y, size, self.font, self.place.colour, width, self.rtl)


@cache
def loaded(font: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_DIR / font, size)


def direction(rtl: bool) -> str | None:
    if not CAN_SHAPE:
        return None
    return "rtl" if rtl else "ltr"


def lines_of(title: str, issuer: str) -> list[Line]:
    return [*_fitted(printable(title), TITLE), *_fitted(printable(issuer), ISSUER)]


def _fitted(text: str, place: Place) -> list[Line]:
    """As large as it may be; what is too long even for small letters is cut."""
    style, words = _style(text, place), text.split()
    for size in place.sizes:
        if lines := _lines(words, style, size):
            return lines
    while words := _shorter(words):
        if lines := _lines(words, style, place.sizes[-1]):
            return lines
    return []


def _lines(words: list[str], style: Style, size: int) -> list[Line]:
    """On as few lines as will do."""
    tried = (_set(words, style, size, count + 1) for count in range(style.place.most_lines))
    return next(filter(None, tried), [])


def _shorter(words: list[str]) -> list[str]:
    """With a word less, or, where it is the last one, with half of that."""
    kept = [word for word in words if word != ELLIPSIS]
    if len(kept) > 1:
        return [*kept[:-1], ELLIPSIS]
    half = kept[0][: len(kept[0]) // 2] if kept else ""
    return [half, ELLIPSIS] if half else []


def _style(text: str, place: Place) -> Style:
    """In the first font that has the most of its letters."""
    letters = {ord(letter) for letter in text}
    font = max(place.fonts, key=lambda name: len(letters & code_points(name)))
    return Style(place, font, is_rtl(text), 1.5 if font == ARABIC else 1.12)


def _set(words: Sequence[str], style: Style, size: int, count: int) -> list[Line]:
    """The words on so many lines in their place, or nothing where they don't fit."""
    leading, place = size * style.leading, style.place
    if leading * count > place.foot - place.top:
        return []
    first = (place.top + place.foot - leading * (count - 1)) / 2
    middles = [first + leading * number for number in range(count)]
    rooms = [2 * min(_half_chord(y - leading / 2), _half_chord(y + leading / 2)) for y in middles]
    for share in BALANCE:
        texts = _wrapped(words, style, size, [room * share for room in rooms])
        if len(texts) == count:
            return [style.line(text, y, size) for text, y in zip(texts, middles, strict=True)]
    return []


def _wrapped(
    words: Sequence[str], style: Style, size: int, rooms: Sequence[float]
) -> Sequence[str]:
    """One text a line, or nothing where a word or the whole does not fit."""
    texts = [""]
    for word in words:
        longer = f"{texts[-1]} {word}".strip()
        if style.width(longer, size) <= rooms[len(texts) - 1]:
            texts[-1] = longer
        elif (
            not texts[-1] or len(texts) == len(rooms) or style.width(word, size) > rooms[len(texts)]
        ):
            return []
        else:
            texts.append(word)
    return texts


def _half_chord(y: float) -> float:
    """How far the disc reaches to each side at this height."""
    return sqrt(max(0.0, RADIUS**2 - (y - CENTRE) ** 2))
